import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { codeColour } from '../../ui/code-colour.ts';
import { utcClock } from '../../ui/format-time.ts';
import type { RateColumn, RateStripModel } from './rate-strip-model.ts';

/** Drawing height in the SVG's own units; both axes are stretched to the box. */
const HEIGHT = 100;
const GAP = 0.16;
const hourMinute = (iso: string) => utcClock(iso).slice(0, 5);

/** Stacked bars with a read-out under the pointer or the arrow keys, and a legend with totals. */
export function RateBars({ model }: { model: RateStripModel }) {
  const [index, setIndex] = useState<number>();
  const { columns } = model;
  const column = index === undefined ? undefined : columns[index];

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * columns.length);
    setIndex(Math.min(columns.length - 1, Math.max(0, at)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setIndex(Math.min(columns.length - 1, Math.max(0, (index ?? columns.length) + step)));
  };

  return (
    <div>
      <div className="flex items-stretch gap-2">
        <div
          aria-hidden="true"
          className="flex w-6 flex-col justify-between text-right text-2xs leading-none text-fg-3 tabular-nums"
        >
          <span>{model.highest || ''}</span>
          <span>0</span>
        </div>
        <button
          type="button"
          aria-label="Errors by minute; step through with the left and right arrow keys"
          onPointerMove={onPointerMove}
          onPointerLeave={() => setIndex(undefined)}
          onBlur={() => setIndex(undefined)}
          onKeyDown={onKeyDown}
          className="relative h-32 min-w-0 flex-1 cursor-crosshair border-b border-line-strong bg-[linear-gradient(var(--line),var(--line)),linear-gradient(var(--line),var(--line))] bg-[length:100%_1px] bg-[position:0_0,0_50%] bg-no-repeat"
        >
          <svg
            viewBox={`0 0 ${columns.length} ${HEIGHT}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="absolute inset-0 size-full"
          >
            {index !== undefined && (
              <rect x={index} width={1} height={HEIGHT} className="fill-hover" />
            )}
            {columns.map((each, x) => (
              <Bar key={each.at} column={each} x={x} />
            ))}
          </svg>
          {model.highest === 0 && (
            <span className="absolute inset-0 flex items-center justify-center text-sm text-fg-3">
              No errors in the last hour
            </span>
          )}
        </button>
      </div>
      <div
        aria-hidden="true"
        className="mt-1 flex justify-between pl-8 text-2xs text-fg-3 tabular-nums"
      >
        {[0, 0.25, 0.5, 0.75].map((share) => {
          const at = columns[Math.floor(share * columns.length)]?.at;
          return <span key={share}>{at && hourMinute(at)}</span>;
        })}
        <span>now</span>
      </div>
      <ReadOut column={column} model={model} />
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
      fill={codeColour(code).fill}
    />
  ));
}

/** Numbers of the minute under the pointer, else of the whole hour; also the legend. */
function ReadOut({ column, model }: { column: RateColumn | undefined; model: RateStripModel }) {
  const counts = new Map(column ? column.counts : model.totals);
  return (
    <div className="mt-2.5 flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1 text-xs sm:pl-8">
      <span aria-live="polite" className="font-medium text-fg-2 tabular-nums">
        {column
          ? `${hourMinute(column.at)} UTC: ${column.errors} of ${column.requests} requests`
          : 'Whole hour'}
      </span>
      {model.totals.map(([code]) => (
        <span key={code} className="inline-flex items-center gap-1.5 whitespace-nowrap text-fg-2">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-[3px]"
            style={{ background: codeColour(code).fill }}
          />
          <span className="font-mono">{code}</span>
          <span className="font-medium text-fg tabular-nums">{counts.get(code) ?? 0}</span>
        </span>
      ))}
    </div>
  );
}
