import { X } from 'lucide-react';
import { cn } from '../cn.ts';
import { dayMinuteIn } from '../format-time.ts';
import { useZone } from '../zone.ts';
import { CustomRange } from './custom-range.tsx';
import { boundsOf, PRESETS, type Preset, type RangeSearch } from './time-range.ts';

interface RangePickerProps {
  readonly search: RangeSearch;
  readonly fallback: Preset;
  readonly presets?: readonly Preset[];
  readonly onChange: (range: RangeSearch) => void;
}

/** Which time is looked at: lengths that end now, or two fixed ends. */
export function RangePicker({ search, fallback, presets = PRESETS, onChange }: RangePickerProps) {
  const zone = useZone();
  const fixed = search.from !== undefined && search.to !== undefined;
  const chosen = fixed ? undefined : (search.range ?? fallback);
  return (
    <fieldset className="inline-flex h-8 items-stretch overflow-hidden rounded-md border border-line-strong bg-surface text-xs shadow-card">
      <legend className="sr-only">Time range</legend>
      {presets.map((preset) => (
        <button
          key={preset}
          type="button"
          aria-pressed={preset === chosen}
          onClick={() => onChange({ range: preset })}
          className={cn(
            'border-r border-line px-2.5 font-medium tabular-nums focus-visible:-outline-offset-2 max-sm:px-2',
            preset === chosen ? 'bg-accent-soft text-accent' : 'text-fg-2 hover:bg-hover',
          )}
        >
          {preset}
        </button>
      ))}
      {fixed ? (
        <span className="flex items-center gap-1 bg-accent-soft pl-2.5 font-medium text-accent tabular-nums">
          {dayMinuteIn(search.from, zone)} – {dayMinuteIn(search.to, zone)}
          <button
            type="button"
            aria-label={`Reset to the last ${fallback}`}
            onClick={() => onChange({ range: fallback })}
            className="flex h-full items-center px-2 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </span>
      ) : (
        <CustomRange
          from={boundsOf(search, fallback, Date.now()).from}
          onChoose={(from, to) => onChange({ from, to })}
        />
      )}
    </fieldset>
  );
}
