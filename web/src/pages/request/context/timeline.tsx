import type { RequestRow } from '@request-desk/shared/dossier';
import { RequestRows } from '../../../ui/request-rows.tsx';

interface TimelineProps {
  readonly rows: readonly RequestRow[];
  readonly current: string;
}

/** What the same key did before and after, oldest first. */
export function Timeline({ rows, current }: TimelineProps) {
  if (rows.length === 0)
    return <p className="text-sm text-fg-3">No other request of this key is known.</p>;
  const failed = rows.filter((row) => row.code !== '').length;
  return (
    <>
      <p className="mb-2">
        <strong className="font-semibold tabular-nums">{failed}</strong> of {rows.length} requests
        around it failed.
      </p>
      <RequestRows caption="Requests of the same key, oldest first" rows={rows} current={current} />
    </>
  );
}
