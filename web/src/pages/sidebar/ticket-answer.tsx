import type { Dossier } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { lookupsQuery } from '../../api/lookups.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { fieldLook } from '../../ui/field.tsx';
import { BatchReply } from '../../ui/reply/batch-reply.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { stripSecrets } from '../../ui/strip-secrets.ts';
import { Choice, type Choosable } from './choice.tsx';
import { SidebarRequest } from './sidebar-request.tsx';
import type { Ticket } from './url.ts';

const MOST_LIKELY = 5;
/** Chosen: every request of the ticket at once. No id looks like it. */
const ALL = '*';

/** The ticket's text, the requests that it names (else the likeliest), and the answer about them. */
export function TicketAnswer({ ticket }: { ticket: Ticket }) {
  const [text, setText] = useState(() => stripSecrets(ticket.text).text.trim());
  const [chosen, choose] = useState<string>();
  const answer = useQuery(lookupsQuery(text));
  const items = answer.data?.items ?? [];
  const named = items.map(choosable);
  const found = items.filter((item) => item.found);
  const likely = answer.data?.likely?.items.slice(0, MOST_LIKELY) ?? [];
  const guesses = likely.map(({ request_id: id, code, at }) => ({ id, code, note: at }));
  const offered = answer.data?.suggestions.map(offer) ?? [];
  const first = found.length > 1 ? ALL : (found[0] ?? items[0]);
  const id = chosen ?? (first === ALL ? ALL : first && nameOf(first));
  return (
    <div className="space-y-2.5">
      <TicketText
        text={text}
        onText={(next) => {
          setText(stripSecrets(next).text.trim());
          choose(undefined);
        }}
      />
      {answer.isError && (
        <Failure
          what="The text could not be looked up"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {text !== '' && answer.isPending && <Skeleton className="h-40 rounded-xl" />}
      {named.length > 1 && (
        <Choice
          title={`${found.length} of ${named.length} requests of this ticket found`}
          of={named}
          chosen={id}
          onChoose={choose}
          {...(found.length > 1 && { all: { chosen: id === ALL, onChoose: () => choose(ALL) } })}
        />
      )}
      {answer.data && named.length === 0 && (
        <p role="status" className="text-fg-2">
          {offered.length + (answer.data.unread?.length ?? 0) > 0
            ? 'There is no whole request id in this text, but something that looks like one.'
            : 'There is no request id in this text.'}
        </p>
      )}
      {offered.length > 0 && (
        <Choice
          title="Damaged ids, and what they may be"
          of={offered}
          chosen={id}
          onChoose={choose}
        />
      )}
      <Unread of={answer.data?.unread ?? []} />
      {guesses.length > 0 && (
        <Choice title="It may be one of these" of={guesses} chosen={id} onChoose={choose} />
      )}
      {id === ALL || (id === undefined && answer.data && text !== '') ? (
        <BatchReply key={text} text={text} place="sidebar" org={ticket.org} />
      ) : (
        id !== undefined && <SidebarRequest key={`${id} ${ticket.org}`} id={id} org={ticket.org} />
      )}
    </div>
  );
}

/** What looks like an id and cannot be read as one is mentioned as well. */
function Unread({ of }: { of: readonly { readonly text: string; readonly why: string }[] }) {
  if (of.length === 0) return null;
  return (
    <ul aria-label="Not readable as ids" className="space-y-1 px-1 text-xs text-fg-2">
      {of.map(({ text, why }) => (
        <li key={text}>
          <bdi className="font-mono break-all">{text}</bdi>: <bdi>{why}</bdi>
        </li>
      ))}
    </ul>
  );
}

function offer({ request_id: id, text, why }: Lookups['suggestions'][number]): Choosable {
  return { id, code: undefined, note: `for ${text}: ${why}` };
}

function nameOf(item: Dossier): string {
  return item.request_id || item.trace_id || item.asked;
}

function choosable(item: Dossier): Choosable {
  const id = nameOf(item);
  if (!item.found) return { id, code: undefined, note: item.reason.replaceAll('_', ' ') };
  return { id, code: item.request?.code ?? '', note: item.request?.started_at ?? '' };
}

interface TicketTextProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

function TicketText({ text, onText }: TicketTextProps) {
  const [typed, setTyped] = useState(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onText(typed);
  };
  return (
    <form onSubmit={submit} className="flex items-start gap-1.5">
      <textarea
        aria-label="Text of the ticket, or a request id"
        placeholder="Paste the ticket, or a request id"
        rows={2}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        className={`${fieldLook} h-auto min-w-0 flex-1 py-1.5`}
      />
      <Button type="submit">Look up</Button>
    </form>
  );
}
