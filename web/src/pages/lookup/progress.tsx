/** How far a lookup of many ids has come. */
export function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div>
      <h1 className="text-xl font-semibold tracking-tight" role="status">
        {total === 0 ? 'Looking up every id in the text' : `Looking up ${total} ids`}
      </h1>
      <div className="mt-2 flex items-center gap-3">
        <progress
          aria-label="Ids looked up"
          value={done}
          max={Math.max(1, total)}
          className="h-1.5 w-64 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent-fill [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent-fill"
        />
        {total > 0 && (
          <span className="text-sm text-fg-3 tabular-nums">
            {done} of {total}
          </span>
        )}
      </div>
    </div>
  );
}
