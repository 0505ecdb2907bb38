import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form';
import { cn } from '../cn.ts';
import { CheckInput, Field, fieldLook, TextInput } from '../field.tsx';
import { Segmented } from '../segmented.tsx';
import { TEXT, type TextForm } from './text-form.ts';

interface Place<In extends FieldValues, Out> {
  readonly control: Control<In, unknown, Out>;
  readonly name: FieldPath<In>;
}

/** The value of a field, and what ties its control to the fault below it. */
function useWireField<In extends FieldValues, Out>({ control, name }: Place<In, Out>) {
  const { field, fieldState } = useController({ control, name });
  const id = useId();
  const said = wordsOf(fieldState.error);
  return {
    ...field,
    value: field.value as unknown,
    describedBy: said === undefined ? {} : { 'aria-describedby': id },
    fault: said !== undefined && (
      <span id={id} role="alert" className="mt-1 block text-sm text-bad">
        {said}
      </span>
    ),
  };
}

/** What is wrong with a value, or with the first of several that is at fault. */
function wordsOf(fault: unknown): string | undefined {
  if (Array.isArray(fault)) {
    const place = fault.findIndex((each) => each !== undefined);
    return place < 0 ? undefined : `${place + 1}: ${wordsOf(fault[place])}`;
  }
  const { message } = (fault ?? {}) as { readonly message?: string };
  return message;
}

type WireInputProps<In extends FieldValues, Out> = Place<In, Out> &
  Omit<ComponentProps<'input'>, 'name' | 'value'> & {
    readonly as?: TextForm;
    readonly label?: string;
    readonly hint?: ReactNode;
  };

/** A value that is typed, with its label and its fault. */
export function WireInput<In extends FieldValues, Out>({
  control,
  name,
  as = TEXT,
  label,
  hint,
  ...props
}: WireInputProps<In, Out>) {
  const { fault, describedBy, value, onChange, onBlur, ref } = useWireField({ control, name });
  const [typed, setTyped] = useState(() => as.show(value));
  return (
    <div>
      <Field label={label} hint={hint}>
        <TextInput
          {...props}
          {...describedBy}
          aria-invalid={fault !== false}
          ref={ref}
          onBlur={onBlur}
          // What is typed stays as it is typed, unless the form sets another value.
          value={as.show(as.read(typed)) === as.show(value) ? typed : as.show(value)}
          onChange={({ target }) => {
            setTyped(target.value);
            onChange(as.read(target.value));
          }}
        />
      </Field>
      {fault}
    </div>
  );
}

/** A box to tick for what is true or false. */
export function WireCheck<In extends FieldValues, Out>({
  control,
  name,
  children,
}: Place<In, Out> & { readonly children: ReactNode }) {
  const { value, onChange, ref } = useWireField({ control, name });
  return (
    <CheckInput ref={ref} checked={value === true} onChange={onChange}>
      {children}
    </CheckInput>
  );
}

/** One of a few, side by side. */
export function WireChoice<In extends FieldValues, Out, T extends string | null>({
  control,
  name,
  onChoose,
  ...choice
}: Place<In, Out> &
  Pick<ComponentProps<typeof Segmented<T>>, 'label' | 'options'> & {
    /** What else changes when somebody chooses. */
    readonly onChoose?: (value: T) => void;
  }) {
  const { fault, describedBy, value, onChange, ref } = useWireField({ control, name });
  return (
    <>
      <Segmented
        {...choice}
        {...describedBy}
        ref={ref}
        value={value as T}
        onChange={(chosen) => {
          onChange(chosen);
          onChoose?.(chosen);
        }}
      />
      {fault}
    </>
  );
}

interface WireChecksProps<T extends string | number> {
  readonly legend: string;
  readonly options: readonly (readonly [value: T, text: ReactNode])[];
  readonly className: string;
}

/** Some of a few, each with a box to tick. */
export function WireChecks<In extends FieldValues, Out, T extends string | number>({
  control,
  name,
  legend,
  options,
  className,
}: Place<In, Out> & WireChecksProps<T>) {
  const { fault, describedBy, value, onChange, ref } = useWireField({ control, name });
  const ticked = value as readonly T[];
  const at = (each: T) => options.findIndex(([one]) => one === each);
  return (
    <fieldset {...describedBy}>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className={className}>
        {options.map(([each, text], index) => (
          <CheckInput
            key={each}
            {...(index === 0 ? { ref } : {})}
            checked={ticked.includes(each)}
            onChange={({ target }) =>
              onChange(
                target.checked
                  ? [...ticked, each].toSorted((a, b) => at(a) - at(b))
                  : ticked.filter((one) => one !== each),
              )
            }
          >
            {text}
          </CheckInput>
        ))}
      </div>
      {fault}
    </fieldset>
  );
}

/** One of a list. */
export function WireSelect<In extends FieldValues, Out, T extends string | number | null>({
  control,
  name,
  label,
  options,
  onChoose,
  className,
  ...props
}: Place<In, Out> &
  Omit<ComponentProps<'select'>, 'name' | 'value' | 'onChange'> & {
    readonly label?: string;
    readonly options: readonly (readonly [value: T, text: string])[];
    readonly onChoose?: (value: T) => void;
  }) {
  const { fault, describedBy, value, onChange, onBlur, ref } = useWireField({ control, name });
  return (
    <div>
      <Field label={label}>
        <select
          {...props}
          {...describedBy}
          aria-invalid={fault !== false}
          ref={ref}
          onBlur={onBlur}
          value={String(value ?? '')}
          onChange={({ target }) => {
            const chosen = options[target.selectedIndex];
            if (!chosen) return;
            onChange(chosen[0]);
            onChoose?.(chosen[0]);
          }}
          className={cn(fieldLook, className)}
        >
          {options.map(([each, text]) => (
            <option key={each} value={String(each ?? '')}>
              {text}
            </option>
          ))}
        </select>
      </Field>
      {fault}
    </div>
  );
}
