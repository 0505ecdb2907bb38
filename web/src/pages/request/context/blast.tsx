import type { RequestContext } from '@request-desk/shared/dossier';
import { OrgName } from '../../../ui/org-name.tsx';

const MAX_ORGS = 6;

/** How many others met the same code on the same route around that minute. */
export function Blast({ blast }: { blast: RequestContext['blast'] }) {
  if (blast === null)
    return <p className="text-sm text-fg-3">Not counted: this request is not an error.</p>;
  const highest = Math.max(1, ...blast.by_org.map((each) => each.errors));
  const orgs = blast.orgs_hit === 1 ? '1 organisation' : `${blast.orgs_hit} organisations`;
  return (
    <>
      <p className="mb-2">
        <strong className="font-semibold tabular-nums">{blast.errors}</strong> of {blast.requests}{' '}
        requests failed this way within {blast.window_minutes} minutes, in {orgs}.
      </p>
      {blast.by_org.length > 0 && (
        <table className="w-full table-fixed text-xs">
          <caption className="sr-only">
            Errors of the same code on the same route, by organisation
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Organisation</th>
              <th scope="col">Share</th>
              <th scope="col">Errors</th>
            </tr>
          </thead>
          <tbody>
            {blast.by_org.slice(0, MAX_ORGS).map(({ org, errors }) => (
              <tr key={org}>
                <th
                  scope="row"
                  className="w-2/5 truncate py-0.5 pr-3 text-left font-normal text-fg-2"
                >
                  {org ? <OrgName id={org} /> : 'no organisation'}
                </th>
                <td className="py-0.5">
                  <div
                    className="h-2.5 min-w-0.5 rounded-sm bg-accent-fill opacity-75"
                    style={{ width: `${(errors / highest) * 100}%` }}
                  />
                </td>
                <td className="w-12 py-0.5 text-right font-medium tabular-nums">{errors}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {blast.by_org.length > MAX_ORGS && (
        <p className="mt-1 text-xs text-fg-3">and {blast.by_org.length - MAX_ORGS} more</p>
      )}
    </>
  );
}
