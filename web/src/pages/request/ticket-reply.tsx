import type { DossierFound } from '@request-desk/shared/dossier';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { directoryManaged } from '../../api/directory.ts';
import { orgsQuery } from '../../api/orgs.ts';
import { cn } from '../../ui/cn.ts';
import { fieldLook } from '../../ui/field.tsx';
import { knownIssueLanguages, knownIssueNote } from '../../ui/reply/known-issue-note.ts';
import { ReplyBox } from '../../ui/reply-box.tsx';
import { Section } from '../../ui/section.tsx';

/** The reply, unless the ticket is of somebody else than the request. */
export function TicketReply({ dossier }: { dossier: DossierFound }) {
  const { reply, replies, reply_withheld: withheld, request } = dossier;
  const draft = request && {
    code: request.code ?? '',
    cause: request.cause ?? '',
    place: 'console' as const,
    request_ids: [dossier.request_id],
  };
  if (reply)
    return (
      <ReplyBox
        reply={reply}
        replies={replies}
        draft={draft ?? undefined}
        noteOn={knownIssueNote(knownIssueLanguages(dossier.context))}
      >
        <TicketOrg />
      </ReplyBox>
    );
  if (withheld === undefined) return null;
  return (
    <Section title="Reply to the customer">
      <p className="flex gap-2.5 rounded-lg border border-bad-line bg-bad-soft px-3 py-2.5 text-sm">
        <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
        <bdi>{withheld}</bdi>
      </p>
      <TicketOrg />
    </Section>
  );
}

/** Whose ticket it is: a customer must not read about another's request. */
function TicketOrg() {
  const { span, org } = useSearch({ from: '/r/$id' });
  const navigate = useNavigate();
  const { data } = useQuery(orgsQuery());
  if (!directoryManaged() && org === undefined)
    return (
      <p className="mt-3 border-t border-line pt-3 text-xs text-fg-3">
        No directory is configured to choose the ticket’s organisation from: add <code>?org=</code>{' '}
        and its id to the address.
      </p>
    );
  return (
    <label className="mt-3 flex items-center gap-2 border-t border-line pt-3 text-xs text-fg-2">
      <span className="shrink-0">Organisation of the ticket</span>
      <select
        value={org ?? ''}
        onChange={({ target }) =>
          void navigate({
            to: '.',
            search: { ...(span ? { span } : {}), ...(target.value ? { org: target.value } : {}) },
            replace: true,
            resetScroll: false,
          })
        }
        className={cn(fieldLook, 'h-7 min-w-0 flex-1 text-xs')}
      >
        <option value="">Not specified</option>
        {org && !data?.items.some(({ id }) => id === org) && <option value={org}>{org}</option>}
        {data?.items.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
