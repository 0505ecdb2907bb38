import type { ErrorRates } from '@request-desk/shared/support-api';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { codeColour } from '../code-colour.ts';
import { spanOf } from '../format-time.ts';
import { useZone, zoneName } from '../zone.ts';
import type { RateColumn, RateModel } from './rate-model.ts';
import { RateAxis, RateReadOut } from './rate-read-out.tsx';

/** Drawing height in the SVG's own units; both axes are stretched to the box. */
const HEIGHT = 100;
const GAP = 0.16;

interface RateBarsProps {
  readonly model: RateModel;
  /** Seconds that one bar stands for. */
  readonly stepS: ErrorRates['step_s'];
  readonly label: string;
  /** Shown in the legend line while nothing is pointed at. */
  readonly wholeName: string;
  readonly emptyText: string;
  readonly height?: string;
  /** The last label of the axis. */
  readonly end?: string;
  /** Given: dragging over the bars (or Enter on one) chooses a stretch of time. */
  readonly onBrush?: (from: string, to: string) => void;
}

/** Stacked bars with a read-out under the pointer or the arrow keys, and a legend with totals. */
export function RateBars(props: RateBarsProps) {
  const { model, stepS, onBrush, height = 'h-32' } = props;
  const [index, setIndex] = useState<number>();
  const anchor = useRef<number>(undefined);
  const zone = useZone();
  const { columns } = model;
  const clamp = (at: number) => Math.min(columns.length - 1, Math.max(0, at));
  const column = index === undefined ? undefined : columns[clamp(index)];
  const first = anchor.current ?? index;
  const chosen =
    first === undefined || index === undefined
      ? undefined
      : ([Math.min(first, index), Math.max(first, index)] as const);

  const brush = (from: number, to: number) => {
    const [a, b] = [columns[from], columns[to]];
    if (a && b) onBrush?.(a.at, new Date(Date.parse(b.at) + stepS * 1000).toISOString());
  };
  const indexAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return clamp(Math.floor(((event.clientX - box.left) / box.width) * columns.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = clamp((index ?? columns.length) + step);
      anchor.current = event.shiftKey ? (anchor.current ?? index ?? next) : undefined;
      setIndex(next);
    }
    if (event.key === 'Enter' && onBrush && chosen) {
      event.preventDefault();
      anchor.current = undefined;
      brush(...chosen);
    }
  };

  return (
    <div>
      <div className="flex items-stretch gap-2">
        <div
          aria-hidden="true"
          className="flex w-7 flex-col justify-between text-right text-2xs leading-none text-fg-3 tabular-nums"
        >
          <span>{model.highest || ''}</span>
          <span>0</span>
        </div>
        <div className="relative flex min-w-0 flex-1">
          <button
            type="button"
            aria-label={props.label}
            onPointerDown={(event) => {
              if (!onBrush || event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              anchor.current = indexAt(event);
              setIndex(anchor.current);
            }}
            onPointerMove={(event) => setIndex(indexAt(event))}
            onPointerUp={() => {
              if (onBrush && anchor.current !== undefined && chosen) brush(...chosen);
              anchor.current = undefined;
            }}
            onPointerCancel={() => {
              anchor.current = undefined;
            }}
            onPointerLeave={() => anchor.current === undefined && setIndex(undefined)}
            onBlur={() => setIndex(undefined)}
            onKeyDown={onKeyDown}
            className={`relative min-w-0 flex-1 cursor-crosshair touch-pan-y border-b border-line-strong bg-[linear-gradient(var(--line),var(--line)),linear-gradient(var(--line),var(--line))] bg-[length:100%_1px] bg-[position:0_0,0_50%] bg-no-repeat select-none ${height}`}
          >
            <svg
              viewBox={`0 0 ${Math.max(1, columns.length)} ${HEIGHT}`}
              preserveAspectRatio="none"
              aria-hidden="true"
              className="absolute inset-0 size-full"
            >
              {chosen && (
                <rect
                  x={chosen[0]}
                  width={chosen[1] - chosen[0] + 1}
                  height={HEIGHT}
                  className={anchor.current === undefined ? 'fill-hover' : 'fill-accent-soft'}
                />
              )}
              {columns.map((each, x) => (
                <Bar key={each.at} column={each} x={x} />
              ))}
            </svg>
          </button>
          {model.highest === 0 && (
            <span className="pointer-events-none absolute inset-0 flex items-center justify-center text-sm text-fg-3">
              {props.emptyText}
            </span>
          )}
        </div>
      </div>
      <RateAxis columns={columns} end={props.end} />
      <RateReadOut
        model={model}
        column={column}
        title={
          column
            ? `${spanOf(column.at, stepS, zone)} ${zoneName(zone)}: ${column.errors} of ${column.requests} failed`
            : props.wholeName
        }
      />
    </div>
  );
}

function Bar({ column, x }: { column: RateColumn; x: number }) {
  return column.segments.map(({ code, from, to }) => (
    <rect
      key={code}
      x={x + GAP / 2}
      width={1 - GAP}
      y={(1 - to) * HEIGHT}
      height={Math.max(0, (to - from) * HEIGHT - (from > 0 ? 0.6 : 0))}
      fill={code === '' ? 'var(--success-bar)' : codeColour(code).fill}
    />
  ));
}
