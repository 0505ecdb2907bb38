import { useId } from 'react';
import { CheckInput, Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { type MaintenanceDraft, WEEKDAYS } from './maintenance-draft.ts';

const EVERY = ['once', 'day', 'week', 'month'] as const;
const WORDS = { once: 'once', day: 'every day', week: 'every week', month: 'every month' } as const;

interface ScheduleFieldsProps {
  readonly draft: MaintenanceDraft;
  readonly onChange: (change: Partial<MaintenanceDraft>) => void;
}

/** When a window is on: start, zone, length, and how it comes again. */
export function ScheduleFields({ draft, onChange }: ScheduleFieldsProps) {
  const zones = useId();
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Begins">
          <TextInput
            type="datetime-local"
            required
            value={draft.starts}
            onChange={({ target }) => onChange({ starts: target.value.slice(0, 16) })}
          />
        </Field>
        <Field label="Time zone">
          <TextInput
            list={zones}
            required
            value={draft.timeZone}
            onChange={({ target }) => onChange({ timeZone: target.value })}
          />
        </Field>
        <Field label="Minutes">
          <TextInput
            inputMode="numeric"
            required
            value={draft.minutes}
            onChange={({ target }) => onChange({ minutes: target.value })}
          />
        </Field>
        <Field label="Comes">
          <select
            value={draft.every}
            onChange={({ target }) => {
              const every = EVERY.find((each) => each === target.value);
              if (every) onChange({ every });
            }}
            className={fieldLook}
          >
            {EVERY.map((every) => (
              <option key={every} value={every}>
                {WORDS[every]}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {draft.every === 'week' && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium">On</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1.5">
            {WEEKDAYS.map(([day, name]) => (
              <CheckInput
                key={day}
                checked={draft.weekdays.includes(day)}
                onChange={({ target }) =>
                  onChange({
                    weekdays: target.checked
                      ? [...draft.weekdays, day].toSorted()
                      : draft.weekdays.filter((each) => each !== day),
                  })
                }
              >
                {name}
              </CheckInput>
            ))}
          </div>
        </fieldset>
      )}
      {draft.every !== 'once' && (
        <Field label="Last day" hint="Empty: until somebody ends it.">
          <TextInput
            type="date"
            value={draft.until}
            onChange={({ target }) => onChange({ until: target.value })}
          />
        </Field>
      )}
    </>
  );
}
