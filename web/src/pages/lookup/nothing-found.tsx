import { SearchX } from 'lucide-react';
import { apiProfile } from '../../api/profile.ts';
import { exampleId } from '../../ui/id-pattern.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

const MAX_SHOWN_LENGTH = 300;

/** The text names no request at all. */
export function NothingFound({ text }: { text: string }) {
  return (
    <div role="status" className="mx-auto max-w-2xl pt-8">
      <SearchX aria-hidden="true" className="size-8 text-fg-3" />
      <h1 className="mt-3 text-xl font-semibold tracking-tight">
        {text === '' ? 'Nothing to look up' : 'There is no request id in this text'}
      </h1>
      <p className="mt-2 text-fg-2">
        A request id looks like{' '}
        <code className="text-fg">{exampleId(apiProfile().request_id)}</code>. It is in the{' '}
        <code className="text-fg">x-request-id</code> header of every answer, and in{' '}
        <code className="text-fg">error.request_id</code> of every error. Paste the message that
        holds it, with everything around it.
      </p>
      {text !== '' && (
        <blockquote className="mt-4 max-h-48 overflow-hidden rounded-lg border border-line bg-sunken px-4 py-3 text-sm whitespace-pre-wrap text-fg-2">
          <Untrusted
            text={text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)} …` : text}
          />
        </blockquote>
      )}
    </div>
  );
}
