import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';

/** What an empty installation shows: what this is, and how to make the first request. */
export function FirstRequest({ publicApiUrl }: { publicApiUrl: string }) {
  const command = `curl -i ${publicApiUrl}/public/v1/meetings`;
  return (
    <Section title="No request has arrived in the last hour" className="text-left">
      <p className="max-w-[68ch] text-fg-2">
        Every answer of the Meetso API carries an <code className="text-fg">x-request-id</code>. As
        soon as the first request is in, its id opens a page here that says what happened, why, and
        what to reply. Try it: this call has no API key, so it fails with{' '}
        <code className="text-fg">unauthorized</code>.
      </p>
      <div className="mt-3 flex items-center gap-2 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 overflow-x-auto text-sm whitespace-nowrap">{command}</code>
        <CopyButton text={command} what="Command" label="Copy" />
      </div>
      <p className="mt-3 text-sm text-fg-2">
        Then copy the id from the answer and paste it anywhere on this page.
      </p>
    </Section>
  );
}
