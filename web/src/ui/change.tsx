interface ChangeProps {
  readonly now: number;
  readonly before: number;
  /** False: too little of the previous period is stored. */
  readonly compared?: boolean | undefined;
}

/** How a count differs from the one before it: `+12 %`, `−40 %`, `new`. */
export function Change({ now, before, compared = true }: ChangeProps) {
  if (!compared)
    return (
      <span title="Not enough earlier data is stored" className="text-fg-3">
        not compared
      </span>
    );
  if (now === before) return <span className="text-fg-3">no change</span>;
  if (before === 0) return <span className="text-fg-2">new</span>;
  const percent = ((now - before) / before) * 100;
  const sign = percent > 0 ? '+' : '−';
  const size = Math.abs(percent);
  const text = size >= 1000 ? `×${(now / before).toFixed(0)}` : `${sign}${size.toFixed(0)} %`;
  return <span className={percent > 0 ? 'text-bad' : 'text-good'}>{text}</span>;
}
