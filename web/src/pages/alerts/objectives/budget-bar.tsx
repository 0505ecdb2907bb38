import { cn } from '../../../ui/cn.ts';

/** Below this share of the budget it is drawn as a warning. */
const LOW = 0.25;

/** What is left of a budget, as a bar with its number; 1: all, 0 and below: nothing. */
export function BudgetBar({ left }: { left: number }) {
  const share = Math.min(1, Math.max(0, left));
  const percent = left * 100;
  const text =
    left < 0
      ? `overspent by ${Math.round(-percent).toLocaleString('en')} %`
      : `${percent >= 99.95 || percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} % of the budget left`;
  return (
    <div className="flex items-center gap-3">
      <div
        aria-hidden="true"
        className="h-2 flex-1 overflow-hidden rounded-full bg-sunken ring-1 ring-line"
      >
        <div
          className={cn('h-full', left <= 0 ? 'bg-bad' : left < LOW ? 'bg-warn' : 'bg-good')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span
        className={cn('text-xs tabular-nums', left <= 0 ? 'font-medium text-bad' : 'text-fg-2')}
      >
        {text}
      </span>
    </div>
  );
}
