import type { DossierNotFound, NotFoundReason } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { BatchReply } from '../../ui/reply/batch-reply.tsx';
import { RequestLink } from '../../ui/request-link.tsx';
import { Section } from '../../ui/section.tsx';
import { BatchActions } from './batch-actions.tsx';
import { GroupTable } from './group-table.tsx';
import { resultGroups } from './result-groups.ts';
import { SuggestedIds } from './suggested-ids.tsx';

const REASON: Readonly<Record<NotFoundReason, string>> = {
  malformed: 'not a request id',
  never_seen: 'never seen',
  expired: 'older than the retention period',
  too_fresh: 'may not have arrived yet; checking again',
  incomplete: 'data is incomplete: it may exist',
  sampled_away: 'details were not kept',
  store_unavailable: 'store unavailable',
};

/** Answers by code, what was not found and why, and what a damaged id may be. */
export function Results({ answer, text }: { answer: Lookups; text: string }) {
  const { groups, missing } = resultGroups(answer.items);
  const found = answer.items.length - missing.length;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div role="status">
          <h1 className="text-xl font-semibold tracking-tight">
            {found} of {answer.items.length} {answer.items.length === 1 ? 'request' : 'requests'}{' '}
            found
          </h1>
          {answer.ignored > 0 && (
            <p className="mt-1 text-sm text-warn">
              {answer.ignored} more ids were left out: the text holds more than one lookup takes.
              Paste the rest on its own.
            </p>
          )}
        </div>
        {answer.items.length > 1 && <BatchActions text={text} />}
      </div>
      <SuggestedIds answer={answer} />
      {found > 0 && <BatchReply text={text} place="console" />}
      {groups.map((group) => (
        <GroupTable key={group.key} group={group} />
      ))}
      <Missing title="Could not be looked up" items={missing.filter(isOutage)} />
      <Missing title="Not found" items={missing.filter((item) => !isOutage(item))} />
    </div>
  );
}

const isOutage = ({ reason }: DossierNotFound) =>
  reason === 'store_unavailable' || reason === 'incomplete';

function Missing({ title, items }: { title: string; items: readonly DossierNotFound[] }) {
  if (items.length === 0) return null;
  return (
    <Section title={title} note={`${items.length}`}>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.asked} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-1.5">
            <RequestLink id={item.request_id ?? item.asked} />
            <span className="text-sm text-fg-2">{REASON[item.reason]}</span>
            {item.suggestions.length > 0 && (
              <span className="text-sm text-fg-2">
                did you mean{' '}
                {item.suggestions.map((id) => (
                  <RequestLink key={id} id={id} className="mr-2" />
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
