import { zodResolver } from '@hookform/resolvers/zod';
import {
  type Control,
  type DefaultValues,
  type FieldValues,
  useForm,
  useFormState,
} from 'react-hook-form';
import type { z } from 'zod';
import { Faults } from '../faults.tsx';
import { faultSentence, neededWords } from '../form-faults.ts';

/** A form whose values are the input of a wire schema: what it submits is that schema's output. */
export function useWireForm<In extends FieldValues, Out>(
  schema: z.ZodType<Out, In>,
  defaultValues: DefaultValues<In>,
) {
  const resolver = zodResolver<In, unknown, Out>(schema, { error: neededWords });
  return useForm<In, unknown, Out>({ resolver, defaultValues });
}

/** Faults of a form that stand at none of its fields. */
export function OtherFaults<In extends FieldValues, Out>({
  control,
}: {
  readonly control: Control<In, unknown, Out>;
}) {
  const { errors } = useFormState({ control });
  return <Faults faults={faultsWithoutField(errors)} />;
}

/** A fault of a registered field has the reference to it; those of a list stand at its field. */
function faultsWithoutField(part: unknown, path: readonly string[] = []): string[] {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return [];
  if (!('message' in part && typeof part.message === 'string'))
    return Object.entries(part).flatMap(([name, inner]) =>
      faultsWithoutField(inner, [...path, name]),
    );
  return 'ref' in part && part.ref !== undefined ? [] : [faultSentence(path, part.message)];
}
