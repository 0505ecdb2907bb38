import type { NewMaintenance, newMaintenance } from '@request-desk/shared/maintenance-api';
import { useId, useRef } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { NUMBER, TEXT_OR_NULL } from '../../../ui/form/text-form.ts';
import { WireChecks, WireInput, WireSelect } from '../../../ui/form/wire-fields.tsx';
import { WEEKDAYS } from './schedule-text.ts';

/** Browsers may add seconds. */
const LOCAL_TIME = { show: String, read: (text: string) => text.slice(0, 16) };

const EVERY = [
  ['once', 'once'],
  ['day', 'every day'],
  ['week', 'every week'],
  ['month', 'every month'],
] as const;

/** What was chosen before the window came in a way that does not have it. */
interface Kept {
  readonly weekdays: number[];
  readonly until: string | null;
}

interface ScheduleFieldsProps {
  readonly form: UseFormReturn<z.input<typeof newMaintenance>, unknown, NewMaintenance>;
}

/** When a window is on: start, zone, length, and how it comes again. */
export function ScheduleFields({ form: { control, getValues, setValue } }: ScheduleFieldsProps) {
  const zones = useId();
  const every = useWatch({ control, name: 'recurrence.every' });
  const kept = useRef<Kept>({ weekdays: [], until: null });
  const come = (next: (typeof EVERY)[number][0]) => {
    const { starts, recurrence, until } = getValues();
    const weekdays = recurrence && 'weekdays' in recurrence ? recurrence.weekdays : undefined;
    const day = new Date(starts).getDay() || 7;
    kept.current = {
      weekdays: weekdays ?? (kept.current.weekdays.length > 0 ? kept.current.weekdays : [day]),
      until: until ?? kept.current.until,
    };
    setValue('until', next === 'once' ? null : kept.current.until);
    setValue(
      'recurrence',
      next === 'week' ? { every: next, weekdays: kept.current.weekdays } : { every: next },
    );
  };
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <WireInput
          control={control}
          name="starts"
          as={LOCAL_TIME}
          label="Starts"
          type="datetime-local"
          required
        />
        <WireInput control={control} name="time_zone" label="Time zone" list={zones} required />
        <WireInput
          control={control}
          name="duration_min"
          as={NUMBER}
          label="Minutes"
          inputMode="numeric"
          required
        />
        <WireSelect
          control={control}
          name="recurrence.every"
          label="Repeats"
          options={EVERY}
          onChoose={come}
        />
      </div>
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {every === 'week' && (
        <WireChecks
          control={control}
          name="recurrence.weekdays"
          legend="On"
          options={WEEKDAYS}
          className="mt-1 flex flex-wrap gap-x-4 gap-y-1.5"
        />
      )}
      {every !== 'once' && (
        <WireInput
          control={control}
          name="until"
          as={TEXT_OR_NULL}
          label="Last day"
          hint="Leave empty for no end."
          type="date"
        />
      )}
    </>
  );
}
