import type { DossierFound } from '@request-desk/shared/dossier';
import { Link } from '@tanstack/react-router';

/** What was asked for, where that is a trace of the client's own, and what else was asked for with it. */
export function AskedAs({ dossier }: { dossier: Pick<DossierFound, 'client_trace' | 'others'> }) {
  const { client_trace: trace, others = [] } = dossier;
  if (trace === undefined && others.length === 0) return null;
  return (
    <div className="mt-2 text-sm text-fg-2">
      {trace !== undefined && (
        <p>
          Made in the client’s own trace <code className="text-fg break-all">{trace}</code>
        </p>
      )}
      {others.length > 0 && (
        <details>
          <summary className="cursor-pointer">
            {others.length === 1 ? '1 more request' : `${others.length} more requests`}{' '}
            {trace === undefined ? 'of the same text' : 'of this trace'}
          </summary>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {others.map((id) => (
              <li key={id}>
                <Link to="/r/$id" params={{ id }} className="text-accent hover:underline">
                  <code className="break-all">{id}</code>
                </Link>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
