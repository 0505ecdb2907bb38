import type { Alert } from '@request-desk/shared/alerts-api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellRing, Siren } from 'lucide-react';
import { useState } from 'react';
import { alertsQuery } from '../api/alerts.ts';
import { cn } from '../ui/cn.ts';
import { Instant } from '../ui/instant.tsx';
import { rateText } from '../ui/rates/rate-text.ts';
import { RequestLink } from '../ui/request-link.tsx';
import { Untrusted } from '../ui/untrusted.tsx';
import { useNow } from '../ui/use-now.ts';

const SAMPLES = 2;

/**
 * What fires now, on every page; silence here must not be read as health when the call fails. On a
 * phone it is one line, whatever fires: the page below is what somebody came for.
 */
export function AlertBanner() {
  const { data, isError } = useQuery(alertsQuery());
  const now = useNow(10_000);
  const [whole, setWhole] = useState(false);
  // Of the first alone a phone shows the title.
  const firing = (data?.items ?? [])
    .filter((alert) => alert.state === 'firing')
    .toSorted((a, b) => Number(b.severity === 'page') - Number(a.severity === 'page'));
  return (
    <div aria-live="polite">
      {isError && (
        <p className="border-b border-warn-line bg-warn-soft px-4 py-1.5 text-center text-xs text-warn">
          Open incidents could not be loaded. There may be some; asking again.
        </p>
      )}
      {firing.length > 0 && (
        <ul aria-label="Open incidents" className="divide-y divide-line border-b border-line">
          {firing.map((alert, place) => (
            <li
              key={alert.id}
              className={cn(
                alert.severity === 'page' ? 'bg-bad-soft' : 'bg-warn-soft',
                !whole && place > 0 && 'max-md:hidden',
              )}
            >
              <div
                className={cn(
                  'mx-auto flex max-w-[1440px] items-center gap-x-3 gap-y-1 px-4 py-2 text-sm md:flex-wrap lg:px-6',
                  whole && 'max-md:flex-wrap',
                )}
              >
                <Sign page={alert.severity === 'page'} />
                <Link
                  to="/alerts/$id"
                  params={{ id: alert.id }}
                  className={cn(
                    'line-clamp-2 min-w-0 rounded font-medium hover:underline',
                    !whole && 'max-md:line-clamp-1',
                  )}
                >
                  <Untrusted text={alert.title} />
                </Link>
                {place === 0 && (
                  <button
                    type="button"
                    aria-expanded={whole}
                    onClick={() => setWhole(!whole)}
                    className="ml-auto shrink-0 rounded font-medium underline md:hidden"
                  >
                    {whole ? 'Less' : firing.length > 1 ? `${firing.length - 1} more` : 'More'}
                  </button>
                )}
                <Details alert={alert} now={now} className={whole ? '' : 'max-md:hidden'} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface DetailsProps {
  readonly alert: Alert;
  readonly now: number;
  readonly className: string;
}

/** How bad, since when, and some of its requests. */
function Details({ alert, now, className }: DetailsProps) {
  return (
    <span className={cn('flex flex-wrap items-center gap-x-3 gap-y-1', className)}>
      {alert.current && alert.current.requests > 0 && (
        <span className="tabular-nums">{rateText(alert.current)}</span>
      )}
      <span className="text-fg-2">
        since <Instant iso={alert.started_at} show="clock" />,{' '}
        <Instant iso={alert.started_at} show="ago" now={now} />
      </span>
      {alert.sample_request_ids.slice(0, SAMPLES).map((id) => (
        <RequestLink key={id} id={id} className="text-xs" />
      ))}
    </span>
  );
}

function Sign({ page }: { page: boolean }) {
  const Icon = page ? Siren : BellRing;
  return (
    <span className={`flex items-center gap-3 ${page ? 'text-bad' : 'text-warn'}`}>
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <strong className="font-semibold">{page ? 'Incident' : 'Notice'}</strong>
    </span>
  );
}
