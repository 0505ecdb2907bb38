import type { Lookups } from '@request-desk/shared/lookups-api';
import { RequestLink } from '../../ui/request-link.tsx';
import { Section } from '../../ui/section.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';
import { Differences } from './differences.tsx';

/** What damaged ids of the text may be, and those of which nothing can be made; nothing is opened. */
export function SuggestedIds({ answer }: { answer: Pick<Lookups, 'suggestions' | 'unread'> }) {
  const { suggestions, unread = [] } = answer;
  return (
    <>
      {suggestions.length > 0 && (
        <Section title="Did you mean" className="border-accent-line">
          <ul className="space-y-1.5">
            {suggestions.map((one) => (
              <li
                key={`${one.text} ${one.request_id}`}
                className="flex flex-wrap items-baseline gap-x-3"
              >
                <RequestLink id={one.request_id} className="text-base font-medium" />
                <span className="text-sm text-fg-2">
                  {one.stored && <strong className="font-medium text-fg">exists; </strong>}
                  for{' '}
                  <code className="break-all">
                    <Differences of={one.text} from={one.request_id} />
                  </code>
                  : <bdi>{one.why}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {unread.length > 0 && (
        <Section title="Unreadable ids" note={`${unread.length}`}>
          <ul className="space-y-1 text-sm text-fg-2">
            {unread.map(({ text, why }) => (
              <li key={text}>
                <code className="break-all text-fg">
                  <Untrusted text={text} />
                </code>
                : <bdi>{why}</bdi>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
