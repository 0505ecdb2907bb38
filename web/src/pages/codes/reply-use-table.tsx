import type { ReplyUses } from '@request-desk/shared/reply-uses-api';
import { useQuery } from '@tanstack/react-query';
import { replyUsesQuery } from '../../api/reply-uses.ts';
import { CardTable, Cells, type Column } from '../../ui/card-table.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Section } from '../../ui/section.tsx';

type ReplyUse = ReplyUses['items'][number];

/** Drafts that are about no failed request, by the cause that they are counted under. */
const WITHOUT_CODE: Readonly<Record<string, string>> = {
  '': 'a request that succeeded',
  no_id: 'a message without an id',
  several: 'several requests at once',
  malformed: 'text that is no request id',
  never_seen: 'an id that was never seen',
  expired: 'a request older than the retention period',
  too_fresh: 'a request that may still be on its way',
  incomplete: 'a request that may still be on its way',
  sampled_away: 'a request whose details were not kept',
  store_unavailable: 'an id while the store was unavailable',
};

const COLUMNS: readonly Column<ReplyUse>[] = [
  {
    text: 'Draft for',
    cellClass: 'py-1.5',
    cell: ({ code, cause }) =>
      code === '' ? (
        <span className="text-sm">{WITHOUT_CODE[cause] ?? cause}</span>
      ) : (
        <span className="flex flex-wrap items-center gap-x-2">
          <CodeBadge code={code} />
          <bdi className="font-mono text-xs text-fg-2">{cause}</bdi>
        </span>
      ),
  },
  {
    text: 'Copied',
    end: true,
    className: 'w-24',
    cellClass: 'py-1.5 tabular-nums',
    cell: ({ copied }) => formatCount(copied),
  },
  {
    text: 'Useful',
    end: true,
    className: 'w-32',
    cellClass: 'py-1.5 tabular-nums',
    cell: ({ useful, not_useful: useless }) =>
      useful + useless > 0 ? (
        `${formatCount(useful)} of ${formatCount(useful + useless)}`
      ) : (
        <span className="text-fg-3">no ratings</span>
      ),
  },
];

/** What became of drafted replies in 30 days, those that are about no code among them. */
export function ReplyUseTable() {
  const { data } = useQuery(replyUsesQuery());
  if (data === undefined) return null;
  return (
    <Section title="Drafted replies" note={`copied in the last ${data.days} days`} flush>
      {data.items.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-fg-3">
          None was copied. Each copy is counted here, and each answer to “Useful?”; texts and people
          are not.
        </p>
      ) : (
        <CardTable label="Drafted replies, most copied first" columns={COLUMNS}>
          {data.items.map((item) => (
            <tr key={`${item.code} ${item.cause}`} className="border-t border-line">
              <Cells columns={COLUMNS} row={item} />
            </tr>
          ))}
        </CardTable>
      )}
    </Section>
  );
}
