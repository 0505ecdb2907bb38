import { Table2 } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../button.tsx';
import { Failure } from '../failure.tsx';
import { Section } from '../section.tsx';
import { LoadingText, Skeleton } from '../skeleton.tsx';
import { type ChartData, viewOf } from './chart-data.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTable } from './chart-table.tsx';
import { TimeChart } from './time-chart.tsx';

interface ChartPanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Undefined while it loads. */
  readonly data: ChartData | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly emptyText: string;
  readonly height?: number;
  /** What the legend shows of a line while nothing is pointed at. */
  readonly totalOf?: (key: string) => string | undefined;
  /** Draws a legend entry as a link. */
  readonly linkOf?: (key: string, children: ReactNode) => ReactNode;
  readonly onPick?: ((at: string, stepS: number) => void) | undefined;
  readonly onBrush?: ((from: string, to: string) => void) | undefined;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A chart in its card: legend with numbers, table instead of the drawing, and every other state. */
export function ChartPanel(props: ChartPanelProps) {
  const { data, error, height = 220 } = props;
  const [asTable, setAsTable] = useState(false);
  const [index, setIndex] = useState<number>();
  const [only, setOnly] = useState<string>();
  const [log, setLog] = useState(false);
  const view = useMemo(() => data && viewOf(data, only, log), [data, only, log]);
  const empty = data?.lines.every(({ values }) => values.every((value) => !value)) ?? false;
  return (
    <Section
      title={props.title}
      note={props.note}
      {...(props.className ? { className: props.className } : {})}
      actions={
        <>
          {props.actions}
          {data && !empty && !asTable && (
            <Button
              variant="ghost"
              size="sm"
              aria-pressed={log}
              className={log ? 'text-accent' : ''}
              aria-label={`${props.title}: log scale`}
              title="Logarithmic scale: one burst does not flatten the rest"
              onClick={() => setLog(!log)}
            >
              log scale
            </Button>
          )}
          {data && !empty && (
            <Button
              variant="ghost"
              size="sm"
              aria-pressed={asTable}
              aria-label={`${props.title}: ${asTable ? 'show chart' : 'show table'}`}
              title={asTable ? 'Show chart' : 'Show table'}
              onClick={() => setAsTable(!asTable)}
            >
              <Table2 aria-hidden="true" className="size-3.5" />
            </Button>
          )}
        </>
      }
    >
      {error != null && (
        <div className="mb-3">
          <Failure what={`${props.title} could not be loaded`} error={error} retry={props.retry} />
        </div>
      )}
      {data === undefined && error == null && (
        <>
          <LoadingText>{`Loading ${props.title}`}</LoadingText>
          <div style={{ height }}>
            <Skeleton className="size-full" />
          </div>
          {/* The room of a legend of one line. */}
          <div className="h-12" />
        </>
      )}
      {data && empty && (
        <p
          className="flex items-center justify-center text-sm text-fg-3"
          style={{ height: height / 2 }}
        >
          {props.emptyText}
        </p>
      )}
      {data &&
        view &&
        !empty &&
        (asTable ? (
          <ChartTable data={data} />
        ) : (
          <>
            <TimeChart
              data={view}
              height={height}
              onPoint={setIndex}
              onPick={
                props.onPick &&
                ((at) => data.at[at] !== undefined && props.onPick?.(data.at[at], data.stepS))
              }
              onBrush={props.onBrush}
            />
            <ChartLegend
              data={data}
              only={only}
              onOnly={setOnly}
              index={index}
              totalOf={props.totalOf}
              linkOf={props.linkOf}
            />
          </>
        ))}
      {props.children}
    </Section>
  );
}
