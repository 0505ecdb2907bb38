import type { ProducerStatus } from '@request-desk/shared/completeness-api';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../../ui/instant.tsx';

/** Whose answers have not all arrived: which process, on which host, since when. */
export function AwaitedProducers({ producers }: { producers: readonly ProducerStatus[] }) {
  if (producers.length === 0) return null;
  return (
    <div className="mt-4 rounded-lg border border-line bg-sunken px-4 py-3 text-sm">
      <h2 className="font-semibold">Waiting for</h2>
      <ul className="mt-1 space-y-1">
        {producers.map((producer) => (
          <li key={producer.id}>
            <bdi className="font-medium">{producer.host || 'unknown host'}</bdi>{' '}
            <code className="text-xs text-fg-3">{producer.id}</code>
            <span className="text-fg-2">
              {producer.current_to ? (
                <>
                  {' '}
                  stored up to <Instant iso={producer.current_to} show="clock" />
                </>
              ) : (
                ' with nothing stored yet'
              )}
              {producer.silent_since && (
                <>
                  , no signal since <Instant iso={producer.silent_since} show="clock" />
                </>
              )}
              {producer.gap && ', with a gap'}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <Link to="/status" className="text-accent underline">
          Status of all processes
        </Link>
      </p>
    </div>
  );
}
