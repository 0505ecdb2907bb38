import type { CodeDetail } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import { useMemo } from 'react';
import { Change } from '../../ui/change.tsx';
import { ChartPanel } from '../../ui/chart/chart-panel.tsx';
import { codeColour } from '../../ui/code-colour.ts';
import { formatCount } from '../../ui/format-number.ts';

interface CodeNumbersProps {
  readonly code: string;
  readonly detail: CodeDetail | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly onBrush: (from: string, to: string) => void;
}

/** Frequency the code was answered, when, and whether that is more than before. */
export function CodeNumbers({ code, detail, error, retry, onBrush }: CodeNumbersProps) {
  const data = useMemo(
    () =>
      detail && {
        label: `Answers with ${code}`,
        kind: 'stack' as const,
        at: detail.trend.at,
        stepS: detail.trend.step_s,
        lines: [
          { key: code, label: code, colour: codeColour(code).fill, values: detail.trend.counts },
        ],
        format: formatCount,
      },
    [detail, code],
  );
  return (
    <ChartPanel
      title="Frequency"
      note={
        detail && (
          <>
            {percentText(detail.count, detail.requests)} of all requests,{' '}
            {detail.orgs_hit === 1 ? '1 organisation' : `${detail.orgs_hit} organisations`},{' '}
            {detail.keys_hit === 1 ? '1 key' : `${detail.keys_hit} keys`};{' '}
            {detail.compared === false ? (
              'not enough earlier data to compare with'
            ) : (
              <>
                <Change now={detail.count} before={detail.previous} /> compared with the previous
                period
              </>
            )}
          </>
        )
      }
      data={data}
      error={error}
      retry={retry}
      emptyText="No errors with this code in this period"
      height={150}
      totalOf={() => detail && formatCount(detail.count)}
      onBrush={onBrush}
    />
  );
}
