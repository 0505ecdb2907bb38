import { inFile } from './schema-fault.ts';
import type { SchemaFile } from './schema-files.ts';
import { statementsOf } from './schema-statements.ts';
import { balanced, headOf, parts, sortingKeyOf, squeezed } from './sql-text.ts';

/** What a table must be for our statements to mean what they say. */
export interface TableShape {
  readonly engine: string;
  /** Expressions without white space, comma-separated. */
  sortingKey: string;
  /** What it was before, the oldest first. */
  readonly formerKeys: string[];
  /** Types by name, without white space; nested columns as arrays, as the engine lists them. */
  readonly columns: Map<string, string>;
}

/** A materialized view writes what is inserted into its source, a plain one only reads. */
type ViewEngine = 'MaterializedView' | 'View';

export interface SchemaShape {
  readonly tables: Map<string, TableShape>;
  /** The engine of each by its name. */
  readonly views: Map<string, ViewEngine>;
}

/** The tables and views that exist when `files` have been applied. Throws SchemaFault. */
export function shapeOf(files: readonly SchemaFile[]): SchemaShape {
  const shape: SchemaShape = { tables: new Map(), views: new Map() };
  for (const { name, sql } of files)
    for (const statement of inFile(name, () => statementsOf(sql, undefined)))
      apply(shape, statement);
  return shape;
}

function apply({ tables, views }: SchemaShape, statement: string): void {
  const { verb, kind, name, rest } = headOf(statement);
  if (verb === 'CREATE' && kind === 'TABLE') tables.set(name, tableOf(rest));
  if (verb === 'CREATE' && kind === 'MATERIALIZED VIEW') views.set(name, 'MaterializedView');
  if (verb === 'CREATE' && kind === 'VIEW') views.set(name, 'View');
  if (verb === 'DROP') (kind === 'TABLE' ? tables : views).delete(name);
  const table = tables.get(name);
  if (verb === 'ALTER' && table) for (const change of parts(rest)) alter(table, change);
}

/** What follows the name of a column whose type stays as it is. */
const SAME_TYPE =
  /^\s*(?:$|(?:CODEC|COMMENT|TTL|DEFAULT|MATERIALIZED|ALIAS|REMOVE|FIRST|AFTER|MODIFY|RESET)\b)/i;

function alter(table: TableShape, change: string): void {
  const { columns } = table;
  const order = /^MODIFY ORDER BY \(([\s\S]*)\)$/.exec(change)?.[1];
  if (order !== undefined) {
    table.formerKeys.push(table.sortingKey);
    table.sortingKey = squeezed(order);
  }
  const [head = '', verb, name = ''] =
    /^(ADD|MODIFY|DROP) COLUMN(?: IF (?:NOT )?EXISTS)? (\w+)/.exec(change) ?? [];
  if (verb === 'DROP') columns.delete(name);
  const definition = change.slice(head.length);
  const typed = verb === 'ADD' || (verb === 'MODIFY' && !SAME_TYPE.test(definition));
  if (typed) columns.set(name, squeezed(typeOf(definition)));
}

function tableOf(rest: string): TableShape {
  const body = balanced(rest.trimStart());
  const columns = new Map<string, string>();
  for (const part of parts(body.slice(1, -1))) {
    const [head = '', name = ''] = /^(\w+)\s+/.exec(part) ?? [];
    if (['INDEX', 'PROJECTION', 'CONSTRAINT'].includes(name)) continue;
    const type = typeOf(part.slice(head.length));
    if (!/^Nested\s*\(/.test(type)) columns.set(name, squeezed(type));
    else {
      for (const inner of parts(type.slice(type.indexOf('(') + 1, -1))) {
        const [innerHead = '', innerName = ''] = /^(\w+)\s+/.exec(inner) ?? [];
        const innerType = squeezed(typeOf(inner.slice(innerHead.length)));
        columns.set(`${name}.${innerName}`, `Array(${innerType})`);
      }
    }
  }
  const engine = /ENGINE = (\w+)/.exec(rest)?.[1] ?? '';
  return { engine, sortingKey: sortingKeyOf(rest), formerKeys: [], columns };
}

/** The type that a column's definition begins with. */
function typeOf(definition: string): string {
  const text = definition.trimStart();
  const word = /^\w+/.exec(text)?.[0] ?? '';
  const after = text.slice(word.length);
  const open = /^\s*\(/.exec(after)?.[0];
  return open === undefined ? word : word + open.slice(0, -1) + balanced(after.trimStart());
}
