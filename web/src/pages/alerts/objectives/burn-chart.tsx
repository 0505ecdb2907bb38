import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { burnDownQuery } from '../../../api/alert-settings.ts';
import type { ChartData } from '../../../ui/chart/chart-data.ts';
import { ChartPanel } from '../../../ui/chart/chart-panel.tsx';
import { Segmented } from '../../../ui/segmented.tsx';

/** How the budget of one objective went over its window, or how fast it burned. */
export function BurnChart({ id, name }: { id: string; name: string }) {
  const answer = useQuery(burnDownQuery(id));
  const [show, setShow] = useState<'left' | 'rate'>('left');
  const data = useMemo((): ChartData | undefined => {
    const { points, step_s } = answer.data ?? {};
    if (points === undefined || step_s === undefined) return undefined;
    const left = show === 'left';
    return {
      label: left ? `Budget left of ${name}` : `Burn rate of ${name}`,
      kind: 'lines',
      at: points.map(({ at }) => at),
      stepS: step_s,
      lines: [
        left
          ? {
              key: 'left',
              label: 'budget left',
              colour: 'var(--svc-0)',
              values: points.map(({ budget_left }) => budget_left * 100),
            }
          : {
              key: 'rate',
              label: 'burn rate, 1 is allowed',
              colour: 'var(--bad)',
              values: points.map(({ burn_rate }) => burn_rate),
            },
      ],
      format: (value) => (left ? `${value.toFixed(1)} %` : `${value.toFixed(1)}×`),
    };
  }, [answer.data, show, name]);
  return (
    <ChartPanel
      title="Burn"
      note={show === 'left' ? 'of the whole window’s budget' : 'times what the objective allows'}
      actions={
        <Segmented
          label="Show"
          options={[
            ['left', 'Budget left'],
            ['rate', 'Burn rate'],
          ]}
          value={show}
          onChange={setShow}
        />
      }
      data={data}
      error={answer.isError ? answer.error : null}
      retry={() => void answer.refetch()}
      emptyText={show === 'left' ? 'No budget left' : 'No failures in the window'}
      height={180}
    />
  );
}
