import type { DossierFound } from '@request-desk/shared/dossier';
import { useQuery } from '@tanstack/react-query';
import { BookOpen, Bug, ExternalLink, Waypoints } from 'lucide-react';
import { statusQuery } from '../../api/status.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { safeHref } from '../../ui/safe-href.ts';
import { Section } from '../../ui/section.tsx';

/** The same request in other tools: links, and queries to copy. */
export function ExternalLinks({ dossier }: { dossier: DossierFound }) {
  const { data: status } = useQuery(statusQuery());
  const { links, sentry } = dossier;
  const docs = safeHref(links.docs, status?.public_api_url);
  const event = safeHref(sentry.event_url);
  const search = safeHref(sentry.search_url);
  const trace = safeHref(links.trace_url ?? null);
  const clients = (links.client_traces ?? []).map(({ trace_id, url }) => ({
    trace_id,
    href: safeHref(url ?? null),
  }));
  const queries = [
    ['Trace id', dossier.trace_id],
    ...clients.map(({ trace_id }) => ['Client’s trace id', trace_id] as const),
    ['grep the logs', links.log_query],
    ['Sentry search', links.sentry_query],
    ['ClickHouse', links.clickhouse_query],
  ] as const;

  return (
    <Section title="Links and queries">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {trace && <Out href={trace} icon={Waypoints} text={`Trace in ${new URL(trace).host}`} />}
        {clients.map(
          ({ trace_id, href }) =>
            href && <Out key={trace_id} href={href} icon={Waypoints} text="Client’s own trace" />,
        )}
        {event && <Out href={event} icon={Bug} text="Sentry event" />}
        {search && <Out href={search} icon={Bug} text="Sentry search" />}
        {docs && <Out href={docs} icon={BookOpen} text="Documentation of the code" />}
      </ul>
      <dl className="mt-2 space-y-1.5">
        {queries
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name} className="flex items-center gap-2">
              <dt className="w-28 shrink-0 text-xs text-fg-3">{name}</dt>
              <dd className="flex min-w-0 flex-1 items-center rounded-md border border-line bg-sunken pl-2">
                <code className="min-w-0 flex-1 truncate text-xs" title={text}>
                  {text}
                </code>
                <CopyButton text={text} what={name} />
              </dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}

function Out({ href, icon: Icon, text }: { href: string; icon: typeof Bug; text: string }) {
  return (
    <li>
      <a
        href={href}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1.5 rounded font-medium text-accent hover:underline"
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {text}
        <ExternalLink aria-hidden="true" className="size-3 text-fg-3" />
        <span className="sr-only">(opens a new tab)</span>
      </a>
    </li>
  );
}
