import { useQuery } from '@tanstack/react-query';
import { limitsQuery, type PanelScope } from '../../api/dashboard.ts';
import { LimitsTable } from '../../ui/limits-table.tsx';
import { TablePanel } from './table-panel.tsx';

const MAX_LIMIT_ROWS = 10;

/** Rate limit use: which keys come close to what they may do. */
export function LimitsPanel({ scope }: { scope: PanelScope }) {
  const answer = useQuery(limitsQuery(scope));
  const limits = answer.data;
  return (
    <TablePanel
      title="Rate limit use"
      note="keys closest to their limit"
      loading={!limits}
      error={answer.error}
      retry={() => void answer.refetch()}
      empty={limits?.items.length === 0 && 'No key was used in this period.'}
    >
      {limits && limits.items.length > 0 && (
        <LimitsTable
          items={limits.items.slice(0, MAX_LIMIT_ROWS)}
          from={limits.from}
          to={limits.to}
        />
      )}
    </TablePanel>
  );
}
