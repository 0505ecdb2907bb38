import { codeNames } from '@request-desk/shared/profile-codes';
import { directoryManaged } from '../../../api/directory.ts';
import { apiProfile } from '../../../api/profile.ts';
import { cn } from '../../../ui/cn.ts';
import { CheckInput, Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { OrgSelect } from './org-select.tsx';
import type { RuleDraft } from './rule-draft.ts';

interface RuleFieldsProps {
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
}

const WINDOWS = ['30', '60', '120', '300', '600'];

/** What a rule watches, from when on it fires, and who is notified. */
export function RuleFields({ draft, onChange }: RuleFieldsProps) {
  const named = directoryManaged();
  return (
    <>
      <Field label="Name" hint="It stands in the message: “Checkout fails”.">
        <TextInput
          required
          maxLength={120}
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </Field>
      <fieldset>
        <legend className="text-sm font-medium">Codes</legend>
        <div className="mt-1.5 grid grid-cols-2 gap-1.5">
          {codeNames(apiProfile()).map((code) => (
            <CheckInput
              key={code}
              checked={draft.codes.includes(code)}
              onChange={({ target }) =>
                onChange({
                  codes: target.checked
                    ? [...draft.codes, code]
                    : draft.codes.filter((each) => each !== code),
                })
              }
            >
              <code className="text-xs">{code}</code>
            </CheckInput>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Route" hint="Empty: every route">
          <TextInput
            maxLength={200}
            placeholder="/things/:id"
            value={draft.route}
            onChange={({ target }) => onChange({ route: target.value })}
            className="font-mono text-xs"
          />
        </Field>
        <Field label="Organisation" {...(named ? {} : { hint: 'Its id; empty: every one' })}>
          {named ? (
            <OrgSelect draft={draft} onChange={onChange} />
          ) : (
            <TextInput
              maxLength={200}
              value={draft.org}
              onChange={({ target }) => onChange({ org: target.value })}
              className="font-mono text-xs"
            />
          )}
        </Field>
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">Counts</p>
        <Segmented
          label="Counts"
          options={[
            ['all', 'All together'],
            ['org', 'Each organisation'],
            ['route', 'Each route'],
          ]}
          value={draft.each}
          onChange={(each) => onChange({ each, ...(each === 'all' ? {} : { [each]: '' }) })}
        />
      </div>
      <div>
        <p className="text-sm font-medium">Fires from</p>
        <div className="mt-1.5 flex flex-wrap items-center gap-2 text-sm">
          <TextInput
            aria-label="Threshold"
            inputMode="decimal"
            value={draft.threshold}
            onChange={({ target }) => onChange({ threshold: target.value })}
            className="w-20 text-right tabular-nums"
          />
          <Segmented
            label="Measure"
            options={[
              ['ratio', '% of requests'],
              ['count', 'errors'],
            ]}
            value={draft.measure}
            onChange={(measure) => onChange({ measure })}
          />
          within
          <select
            aria-label="Window"
            value={draft.windowS}
            onChange={({ target }) => onChange({ windowS: target.value })}
            className={cn(fieldLook, 'w-auto')}
          >
            {[...new Set([...WINDOWS, draft.windowS])].map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds} s
              </option>
            ))}
          </select>
        </div>
        {draft.measure === 'ratio' && (
          <p className="mt-2 flex items-center gap-2 text-sm text-fg-2">
            but only with at least
            <TextInput
              aria-label="Fewest errors"
              inputMode="numeric"
              value={draft.minErrors}
              onChange={({ target }) => onChange({ minErrors: target.value })}
              className="w-20 text-right tabular-nums"
            />
            errors
          </p>
        )}
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">Who is notified</p>
        <Segmented
          label="Severity"
          options={[
            ['notify', 'A notice'],
            ['page', 'Page somebody'],
          ]}
          value={draft.severity}
          onChange={(severity) => onChange({ severity })}
        />
      </div>
    </>
  );
}
