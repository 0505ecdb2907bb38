interface SparklineProps {
  readonly values: readonly number[];
  readonly colour: string;
  /** Read to screen readers. */
  readonly label: string;
  /** The last step is not over yet: its bar is paler. */
  readonly unfinished?: boolean | undefined;
  readonly className?: string;
}

const GAP = 0.2;

/** Tiny bars without axes: the shape of a number over time. */
export function Sparkline({
  values,
  colour,
  label,
  unfinished = false,
  className,
}: SparklineProps) {
  const highest = Math.max(1, ...values);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(1, values.length)} 24`}
      preserveAspectRatio="none"
      className={className}
    >
      {values.map((value, x) => {
        const height = value === 0 ? 0.8 : Math.max(1.6, (value / highest) * 24);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
            key={x}
            x={x + GAP / 2}
            y={24 - height}
            width={1 - GAP}
            height={height}
            opacity={unfinished && x === values.length - 1 ? 0.5 : 1}
            fill={value === 0 ? 'var(--line-strong)' : colour}
          />
        );
      })}
    </svg>
  );
}
