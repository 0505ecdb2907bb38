import type { ReactNode } from 'react';
import { cn } from '../cn.ts';
import { spanOf } from '../format-time.ts';
import { useZone, zoneName } from '../zone.ts';
import { type ChartData, type ChartLine, isUnfinished, markersOf } from './chart-data.ts';

interface ChartLegendProps {
  readonly data: ChartData;
  /** The one line that is drawn, or undefined for all. */
  readonly only: string | undefined;
  readonly onOnly: (key: string | undefined) => void;
  readonly index: number | undefined;
  readonly totalOf?: ((key: string) => string | undefined) | undefined;
  readonly linkOf?: ((key: string, children: ReactNode) => ReactNode) | undefined;
}

/** Which line is which, with its number at the step pointed at, else of the whole range. */
export function ChartLegend(props: ChartLegendProps) {
  const { data, only, onOnly, index, totalOf, linkOf } = props;
  const zone = useZone();
  const at = index === undefined ? undefined : data.at[index];
  const near = at === undefined ? [] : markersOf(data.markers ?? [], at, data.stepS);
  return (
    <div className="mt-2 text-xs">
      <p className="flex min-h-4.5 flex-wrap gap-x-3 pl-[52px] font-medium text-fg-2 tabular-nums max-sm:pl-0">
        {at ? `${spanOf(at, data.stepS, zone)} ${zoneName(zone)}` : 'Whole range'}
        {isUnfinished(at, data.stepS, Date.now()) && <span>so far</span>}
        {near.map((marker) => (
          <span
            key={`${marker.at} ${marker.label}`}
            className={marker.tone === 'alert' ? 'text-bad' : 'text-fg'}
          >
            <bdi>{marker.label}</bdi>
          </span>
        ))}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 pl-[52px] max-sm:pl-0">
        {data.lines.map((line) => {
          const value = index === undefined ? undefined : line.values[index];
          const text =
            index === undefined ? totalOf?.(line.key) : value == null ? '–' : data.format(value);
          const entry = <Entry line={line} text={text} />;
          const alone = only === line.key;
          return (
            <li key={line.key} className="flex items-center">
              <button
                type="button"
                aria-pressed={alone}
                aria-label={`Show only ${line.label}`}
                title={alone ? 'Show all' : `Show only ${line.label}`}
                onClick={() => onOnly(alone ? undefined : line.key)}
                className={cn(
                  '-ml-1 flex h-6 min-w-6 items-center justify-center rounded hover:bg-hover',
                  only !== undefined && !alone && 'opacity-30',
                )}
              >
                <Swatch line={line} kind={data.kind} />
              </button>
              {linkOf?.(line.key, entry) ?? entry}
            </li>
          );
        })}
        {data.before && (
          <li className="flex items-center gap-1.5 text-fg-2">
            <Swatch line={{ dash: [3, 3], colour: 'var(--fg-2)' }} kind="lines" />
            {data.before.label}
            {index !== undefined && (
              <span className="font-medium text-fg tabular-nums">
                {textOf(data.before.values[index], data)}
              </span>
            )}
          </li>
        )}
      </ul>
    </div>
  );
}

function textOf(value: number | null | undefined, { format }: ChartData): string {
  return value == null ? '–' : format(value);
}

interface SwatchProps {
  readonly line: Pick<ChartLine, 'colour' | 'dash'>;
  readonly kind: ChartData['kind'];
}

function Swatch({ line, kind }: SwatchProps) {
  return kind === 'stack' ? (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-[3px]"
      style={{ background: line.colour }}
    />
  ) : (
    <svg aria-hidden="true" viewBox="0 0 16 4" className="h-1 w-4 shrink-0">
      <line
        x1="0"
        x2="16"
        y1="2"
        y2="2"
        strokeWidth="2.5"
        style={{ stroke: line.colour }}
        strokeDasharray={line.dash?.map((each) => each * 0.7).join(' ')}
      />
    </svg>
  );
}

function Entry({ line, text }: { line: ChartLine; text: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-fg-2">
      <bdi className="max-w-56 truncate" title={line.label}>
        {line.label}
      </bdi>
      {text !== undefined && <span className="font-medium text-fg tabular-nums">{text}</span>}
    </span>
  );
}
