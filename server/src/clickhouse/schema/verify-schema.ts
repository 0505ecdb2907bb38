import type { FoundTables } from './found-schema.ts';
import type { SchemaShape, TableShape } from './schema-shape.ts';
import { localTable } from './schema-statements.ts';
import type { Tables } from './table-storage.ts';

/** How a database compares with what the migrations make. */
export interface Comparison {
  /** Ways in which tables that stand there are not ours, one phrase each. */
  readonly differences: readonly string[];
  /** Tables and views that should be there by the record and are not. */
  readonly missing: readonly string[];
}

/** What the migrations make of a database. */
export interface ExpectedSchema {
  /** Of the applied ones. */
  readonly recorded: SchemaShape;
  /** Of all: a start that was killed may have left more than it recorded. */
  readonly whole: SchemaShape;
  readonly cluster: string | undefined;
  /** A later release was here and may have added columns. */
  readonly newer: boolean;
  /** How all tables are stored. */
  readonly storage: Tables;
}

/** Compares engine, sorting key and columns of every table of ours that is there. */
export function compareSchema(
  found: FoundTables,
  { recorded, whole, cluster, newer, storage }: ExpectedSchema,
): Comparison {
  const differences: string[] = [];
  const missing: string[] = [];
  for (const [name, shape] of whole.tables) {
    const local = localTable(name, cluster, storage);
    const places = new Set([local, name]);
    for (const place of places) {
      const table = found.get(place);
      const before = recorded.tables.get(name);
      if (table === undefined) {
        if (before) missing.push(place);
        continue;
      }
      const distributed = place !== local;
      const faults = distributed
        ? engineFaults(table, /^Distributed$/)
        : [...engineFaults(table, replicated(shape.engine)), ...keyFaults(table, before, shape)];
      faults.push(...columnFaults(table, before, shape, newer));
      differences.push(...faults.map((fault) => `${place} ${fault}`));
    }
  }
  for (const [view, engine] of whole.views) {
    const there = found.get(view);
    if (there === undefined) {
      if (recorded.views.has(view)) missing.push(view);
    } else if (there.engine !== engine) differences.push(`${view} is no ${engine}`);
  }
  return { differences, missing };
}

/** ClickHouse Cloud and Replicated databases put a word of their own before the engine. */
function replicated(engine: string): RegExp {
  return new RegExp(`^(?:Replicated|Shared)?${engine}$`);
}

function engineFaults({ engine }: Pick<TableShape, 'engine'>, expected: RegExp): string[] {
  return expected.test(engine) ? [] : [`has the engine ${engine}`];
}

/** As recorded, or as one of the migrations after that left it which were cut short or run just now. */
function keyFaults(
  { sortingKey }: Pick<TableShape, 'sortingKey'>,
  recorded: TableShape | undefined,
  whole: TableShape,
): string[] {
  const keys = [...whole.formerKeys, whole.sortingKey];
  const expected = keys.slice(recorded ? keys.lastIndexOf(recorded.sortingKey) : 0);
  return expected.includes(sortingKey) ? [] : [`is ordered by (${sortingKey})`];
}

function columnFaults(
  { columns }: Pick<TableShape, 'columns'>,
  recorded: TableShape | undefined,
  whole: TableShape,
  newer: boolean,
): string[] {
  const faults: string[] = [];
  for (const [name, type] of columns) {
    const expected = [whole.columns.get(name), recorded?.columns.get(name)];
    if (expected.every((one) => one === undefined)) {
      if (!newer) faults.push(`has a column ${name}`);
    } else if (!expected.includes(type)) faults.push(`has ${name} as ${type}`);
  }
  // A table of a migration that was cut short may lack what later ones add.
  for (const name of recorded?.columns.keys() ?? []) {
    if (!columns.has(name)) faults.push(`has no column ${name}`);
  }
  return faults;
}
