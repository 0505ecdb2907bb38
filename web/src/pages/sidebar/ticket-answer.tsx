import type { Dossier } from '@request-desk/shared/dossier';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { lookupsQuery } from '../../api/lookups.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { fieldLook } from '../../ui/field.tsx';
import { ReplyBox } from '../../ui/reply-box.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { stripSecrets } from '../../ui/strip-secrets.ts';
import { Choice, type Choosable } from './choice.tsx';
import { SidebarRequest } from './sidebar-request.tsx';
import type { Ticket } from './url.ts';

const MOST_LIKELY = 5;

/** The ticket's text, the requests that it names (else the likeliest), and the answer about one of them. */
export function TicketAnswer({ ticket }: { ticket: Ticket }) {
  const [text, setText] = useState(() => stripSecrets(ticket.text).text.trim());
  const [chosen, choose] = useState<string>();
  const answer = useQuery(lookupsQuery(text));
  const items = answer.data?.items ?? [];
  const named = items.map(choosable);
  const likely = answer.data?.likely?.items.slice(0, MOST_LIKELY) ?? [];
  const guesses = likely.map(({ request_id: id, code, at }) => ({ id, code, note: at }));
  const id = chosen ?? (named.find(({ code }) => code !== '') ?? named[0])?.id;
  const [question] = Object.values(answer.data?.without_id ?? {});
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
        <Choice title="Requests in this ticket" of={named} chosen={id} onChoose={choose} />
      )}
      {answer.data && named.length === 0 && (
        <p role="status" className="text-fg-2">
          There is no request id in this text.
        </p>
      )}
      {guesses.length > 0 && (
        <Choice title="It may be one of these" of={guesses} chosen={id} onChoose={choose} />
      )}
      {id !== undefined ? (
        <SidebarRequest key={`${id} ${ticket.org}`} id={id} org={ticket.org} />
      ) : (
        question && (
          <ReplyBox
            reply={question}
            replies={answer.data?.without_id}
            draft={{ code: '', cause: 'no_id', place: 'sidebar', request_ids: [] }}
          />
        )
      )}
    </div>
  );
}

function choosable(item: Dossier): Choosable {
  const id = item.request_id || item.trace_id || item.asked;
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
