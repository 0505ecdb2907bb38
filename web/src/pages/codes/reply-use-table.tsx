import type { ReplyUses } from '@request-desk/shared/reply-uses-api';
import { useQuery } from '@tanstack/react-query';
import { replyUsesQuery } from '../../api/reply-uses.ts';
import { CardTable, type Column } from '../../ui/card-table.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Section } from '../../ui/section.tsx';

const COLUMNS: readonly Column[] = [
  { text: 'Draft for' },
  { text: 'Copied', end: true, className: 'w-24' },
  { text: 'Useful', end: true, className: 'w-32' },
];

/** Drafts that are about no failed request, by the cause that they are counted under. */
const WITHOUT_CODE: Readonly<Record<string, string>> = {
  '': 'a request that succeeded',
  no_id: 'a message without an id',
  several: 'several requests at once',
  malformed: 'text that is no request id',
  never_seen: 'an id that was never seen',
  expired: 'a request older than what is kept',
  too_fresh: 'a request that may still be on its way',
  incomplete: 'a request that may still be on its way',
  sampled_away: 'a request whose details were not kept',
  store_unavailable: 'an id while the store was away',
};

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
            <Row key={`${item.code} ${item.cause}`} item={item} />
          ))}
        </CardTable>
      )}
    </Section>
  );
}

function Row({ item }: { item: ReplyUses['items'][number] }) {
  const { code, cause, copied, useful, not_useful: useless } = item;
  return (
    <tr className="border-t border-line">
      <td className="py-1.5 pl-4">
        {code === '' ? (
          <span className="text-sm">{WITHOUT_CODE[cause] ?? cause}</span>
        ) : (
          <span className="flex flex-wrap items-center gap-x-2">
            <CodeBadge code={code} />
            <bdi className="font-mono text-xs text-fg-2">{cause}</bdi>
          </span>
        )}
      </td>
      <td className="py-1.5 text-right tabular-nums">{formatCount(copied)}</td>
      <td className="py-1.5 pr-4 text-right tabular-nums">
        {useful + useless > 0 ? (
          `${formatCount(useful)} of ${formatCount(useful + useless)}`
        ) : (
          <span className="text-fg-3">no ratings</span>
        )}
      </td>
    </tr>
  );
}
