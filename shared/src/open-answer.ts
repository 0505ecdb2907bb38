import type { z } from 'zod';

const opened = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/**
 * The schema as those read it that ask a newer console: objects may have fields that it does not name, which are
 * dropped. Requests are closed, and an answer often holds what a request may send.
 */
export function openAnswer<S extends z.core.$ZodType>(schema: S): S {
  const known = opened.get(schema);
  if (known) return known as S;
  const def = changed(schema._zod.def as Def);
  const open = def
    ? (schema as unknown as Cloneable).clone({ ...schema._zod.def, ...def }, { parent: true })
    : schema;
  opened.set(schema, open);
  return open as S;
}

interface Cloneable {
  clone(def: unknown, params: { readonly parent: true }): z.core.$ZodType;
}

type Def =
  | z.core.$ZodObjectDef
  | z.core.$ZodArrayDef
  | z.core.$ZodOptionalDef
  | z.core.$ZodNullableDef
  | z.core.$ZodDefaultDef
  | z.core.$ZodReadonlyDef
  | z.core.$ZodUnionDef
  | z.core.$ZodIntersectionDef
  | z.core.$ZodRecordDef
  | z.core.$ZodPipeDef;

/** What changes of a schema that holds others; nothing of one that holds none. */
function changed(def: Def): object | undefined {
  switch (def.type) {
    case 'object':
      return { shape: mapped(def.shape), catchall: undefined };
    case 'array':
      return { element: openAnswer(def.element) };
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return { innerType: openAnswer(def.innerType) };
    case 'union':
      return { options: def.options.map(openAnswer) };
    case 'intersection':
      return { left: openAnswer(def.left), right: openAnswer(def.right) };
    case 'record':
      return { valueType: openAnswer(def.valueType) };
    case 'pipe':
      return { in: openAnswer(def.in), out: openAnswer(def.out) };
  }
}

function mapped(shape: z.core.$ZodShape): z.core.$ZodShape {
  return Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, openAnswer(one)]));
}
