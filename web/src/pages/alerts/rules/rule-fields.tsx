import type { RuleSpec, ruleSpec } from '@request-desk/shared/alert-rules-api';
import { codeNames } from '@request-desk/shared/profile-codes';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { directoryManaged } from '../../../api/directory.ts';
import { apiProfile } from '../../../api/profile.ts';
import { NUMBER, PERCENT, TEXT_OR_NULL } from '../../../ui/form/text-form.ts';
import { WireChecks, WireChoice, WireInput, WireSelect } from '../../../ui/form/wire-fields.tsx';
import { OrgSelect } from './org-select.tsx';

interface RuleFieldsProps {
  readonly form: UseFormReturn<z.input<typeof ruleSpec>, unknown, RuleSpec>;
}

const WINDOWS = [30, 60, 120, 300, 600];
const NUMBER_LOOK = 'w-20 text-right tabular-nums';

/** What a rule watches, from when on it fires, and who is notified. */
export function RuleFields({ form: { control, getValues, setValue } }: RuleFieldsProps) {
  const [measure, windowS] = useWatch({ control, name: ['measure', 'window_s'] });
  return (
    <>
      <WireInput
        control={control}
        name="name"
        label="Name"
        hint="Shown in messages, such as “Checkout fails”."
        required
        maxLength={120}
      />
      <WireChecks
        control={control}
        name="codes"
        legend="Codes"
        options={codeNames(apiProfile()).map(
          (code) =>
            [
              code,
              <code key={code} className="text-xs">
                {code}
              </code>,
            ] as const,
        )}
        className="mt-1.5 grid grid-cols-2 gap-1.5"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <WireInput
          control={control}
          name="route"
          as={TEXT_OR_NULL}
          label="Route"
          hint="Leave empty for all routes"
          maxLength={200}
          placeholder="/things/:id"
          className="font-mono text-xs"
        />
        {directoryManaged() ? (
          <OrgSelect control={control} />
        ) : (
          <WireInput
            control={control}
            name="org"
            as={TEXT_OR_NULL}
            label="Organisation"
            hint="Its id; leave empty for all"
            maxLength={200}
            className="font-mono text-xs"
          />
        )}
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">Counts</p>
        <WireChoice
          control={control}
          name="each"
          label="Counts"
          options={[
            [null, 'In total'],
            ['org', 'Per organisation'],
            ['route', 'Per route'],
          ]}
          onChoose={(each) => each !== null && setValue(each, null)}
        />
      </div>
      <div>
        <p className="text-sm font-medium">Threshold</p>
        <div className="mt-1.5 flex flex-wrap items-center gap-2 text-sm">
          <WireInput
            control={control}
            name="threshold"
            as={measure === 'ratio' ? PERCENT : NUMBER}
            aria-label="Threshold"
            inputMode="decimal"
            className={NUMBER_LOOK}
          />
          <WireChoice
            control={control}
            name="measure"
            label="Measure"
            options={[
              ['ratio', '% of requests'],
              ['count', 'errors'],
            ]}
            onChoose={(chosen) => {
              // The number that is typed stays, and means the other.
              const { show } = measure === 'ratio' ? PERCENT : NUMBER;
              const { read } = chosen === 'ratio' ? PERCENT : NUMBER;
              setValue('threshold', read(show(getValues('threshold'))));
            }}
          />
          within
          <WireSelect
            control={control}
            name="window_s"
            aria-label="Window"
            options={[...new Set([...WINDOWS, windowS])].map((s) => [s, `${s} s`] as const)}
            className="w-auto"
          />
        </div>
        {measure === 'ratio' && (
          <div className="mt-2 flex items-center gap-2 text-sm text-fg-2">
            but only with at least
            <WireInput
              control={control}
              name="min_errors"
              as={NUMBER}
              aria-label="Minimum errors"
              inputMode="numeric"
              className={NUMBER_LOOK}
            />
            errors
          </div>
        )}
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">Severity</p>
        <WireChoice
          control={control}
          name="severity"
          label="Severity"
          options={[
            ['notify', 'A notice'],
            ['page', 'Page somebody'],
          ]}
        />
      </div>
    </>
  );
}
