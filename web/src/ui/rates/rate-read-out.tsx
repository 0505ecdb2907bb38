import { DAY_MS } from '@request-desk/shared/durations';
import { codeColour } from '../code-colour.ts';
import { dayMinuteIn } from '../format-time.ts';
import { useZone } from '../zone.ts';
import type { RateColumn, RateModel } from './rate-model.ts';

const SHARES = [0, 0.25, 0.5, 0.75];

/** Four times below the bars, and what the right edge is. */
export function RateAxis({
  columns,
  end = 'now',
}: {
  columns: readonly RateColumn[];
  end?: string | undefined;
}) {
  const zone = useZone();
  const [first, last] = [columns[0], columns.at(-1)];
  const long = first && last && Date.parse(last.at) - Date.parse(first.at) > DAY_MS;
  return (
    <div
      aria-hidden="true"
      className="mt-1 flex justify-between pl-9 text-2xs text-fg-3 tabular-nums"
    >
      {SHARES.map((share) => {
        const at = columns[Math.floor(share * columns.length)]?.at;
        const text = at && dayMinuteIn(at, zone);
        return <span key={share}>{text && (long ? text : text.slice(-5))}</span>;
      })}
      <span>{end}</span>
    </div>
  );
}

interface RateReadOutProps {
  readonly model: RateModel;
  /** The bar pointed at; without one the numbers are of all of them. */
  readonly column: RateColumn | undefined;
  readonly title: string;
}

/**
 * Numbers of the bar under the pointer, else of everything; also the legend. Two lines are kept
 * for it, so that what stands below stays where it is when all codes are there.
 */
export function RateReadOut({ model, column, title }: RateReadOutProps) {
  const counts = new Map(column ? column.counts : model.totals);
  return (
    <div className="mt-2.5 flex min-h-11 flex-wrap content-start items-center gap-x-4 gap-y-1 text-xs sm:pl-9">
      <span aria-live="polite" className="font-medium text-fg-2 tabular-nums">
        {title}
      </span>
      {model.totals.map(([code]) => (
        <span key={code} className="inline-flex items-center gap-1.5 whitespace-nowrap text-fg-2">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-[3px]"
            style={{ background: code === '' ? 'var(--success-bar)' : codeColour(code).fill }}
          />
          <span className="font-mono">{code === '' ? 'success' : code}</span>
          <span className="font-medium text-fg tabular-nums">{counts.get(code) ?? 0}</span>
        </span>
      ))}
    </div>
  );
}
