import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form';
import { CheckInput, Field, TextInput } from '../field.tsx';
import { TEXT, type TextForm } from './text-form.ts';

interface Place<In extends FieldValues, Out> {
  readonly control: Control<In, unknown, Out>;
  readonly name: FieldPath<In>;
}

/** The value of a field, and what ties its control to the fault below it. */
function useWireField<In extends FieldValues, Out>({ control, name }: Place<In, Out>) {
  const { field, fieldState } = useController({ control, name });
  const id = useId();
  const said = fieldState.error?.message;
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

type WireInputProps<In extends FieldValues, Out> = Place<In, Out> &
  Omit<ComponentProps<'input'>, 'name' | 'value'> & {
    readonly as?: TextForm;
    /** Without one, it needs a name for screen readers. */
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
  const input = (
    <TextInput
      {...props}
      {...describedBy}
      aria-invalid={fault !== false}
      ref={ref}
      onBlur={onBlur}
      // What is typed stays as it is typed, unless the form sets another value.
      value={Object.is(as.read(typed), value) ? typed : as.show(value)}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(as.read(target.value));
      }}
    />
  );
  return (
    <div>
      {label === undefined ? (
        input
      ) : (
        <Field label={label} hint={hint}>
          {input}
        </Field>
      )}
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
