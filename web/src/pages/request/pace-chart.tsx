import type { Evidence } from '@request-desk/shared/dossier';
import { clockIn } from '../../ui/format-time.ts';
import { useZone, zoneName } from '../../ui/zone.ts';

const HEIGHT = 48;

interface Step {
  readonly at: string;
  readonly accepted: number;
  readonly refused: number;
}

/** The rows as steps of a pace, or undefined when they are something else. */
export function paceOf(evidence: Evidence): readonly Step[] | undefined {
  if (evidence.kind !== 'series' || evidence.rows.length < 2) return undefined;
  const steps = evidence.rows.map(({ at, accepted, refused }) =>
    typeof at === 'string' && typeof accepted === 'number' && typeof refused === 'number'
      ? { at, accepted, refused }
      : undefined,
  );
  return steps.every((step) => step !== undefined)
    ? withGaps(steps, Number(evidence.rows[0]?.seconds) * 1000)
    : undefined;
}

const MOST_STEPS = 200;

/** Steps without a request have no row; in a picture they need their place. */
function withGaps(steps: readonly Step[], stepMs: number): readonly Step[] {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || !(stepMs > 0)) return steps;
  const from = Date.parse(first.at);
  const count = Math.round((Date.parse(last.at) - from) / stepMs) + 1;
  if (count > MOST_STEPS) return steps;
  const known = new Map(steps.map((step) => [Date.parse(step.at), step]));
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * stepMs;
    return known.get(at) ?? { at: new Date(at).toISOString(), accepted: 0, refused: 0 };
  });
}

/** What a key was allowed and refused, step by step; the table below it has the numbers. */
export function PaceChart({ steps, label }: { steps: readonly Step[]; label: string }) {
  const zone = useZone();
  const highest = Math.max(1, ...steps.map(({ accepted, refused }) => accepted + refused));
  const [first, last] = [steps[0], steps.at(-1)];
  const scale = (count: number) => (count / highest) * HEIGHT;
  return (
    <figure className="mb-2">
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${steps.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-16 w-full border-b border-line-strong"
      >
        {steps.map(({ at, accepted, refused }, x) => (
          <g key={at}>
            <title>{`${clockIn(at, zone)}: ${accepted} allowed, ${refused} refused`}</title>
            <rect x={x} width={1} height={HEIGHT} fill="transparent" />
            <rect
              x={x + 0.1}
              width={0.8}
              y={HEIGHT - scale(accepted)}
              height={scale(accepted)}
              fill="var(--accent-fill)"
              opacity={0.7}
            />
            <rect
              x={x + 0.1}
              width={0.8}
              y={HEIGHT - scale(accepted + refused)}
              height={scale(refused)}
              fill="var(--code-limit-0)"
            />
          </g>
        ))}
      </svg>
      <figcaption className="mt-1 flex flex-wrap gap-x-4 text-2xs text-fg-3 tabular-nums">
        <span>{first && clockIn(first.at, zone)}</span>
        <Key colour="var(--accent-fill)">allowed</Key>
        <Key colour="var(--code-limit-0)">refused</Key>
        <span>peak: {highest} per bar</span>
        <span className="ml-auto">
          {last && clockIn(last.at, zone)} {zoneName(zone)}
        </span>
      </figcaption>
    </figure>
  );
}

function Key({ colour, children }: { colour: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: colour }} />
      {children}
    </span>
  );
}
