import { SchemaFault } from './schema-fault.ts';
import { balanced, codeOf, parts, sortingKeyOf } from './sql-text.ts';

const HASHES = ['cityHash64', 'xxHash64', 'sipHash64', 'farmHash64', 'murmurHash3_64', 'intHash64'];
/** What a key may have inside its hash: the same of the same values, on whatever server it is. */
const PURE = ['concat', 'lower', 'hex', 'leftPad', 'bitXor', 'bitShiftRight', 'toUInt64', 'if'];
const TIMES = ['toDateTime', 'toDate', 'fromUnixTimestamp', 'fromUnixTimestamp64Milli'];

/**
 * Rows that replace each other are on one shard only by a hash of what makes them the same row. Throws
 * SchemaFault for another `key` of what `statement` creates.
 */
export function checkKey(table: string, statement: string, key: string): void {
  const hash = /^\w+(?=\()/.exec(key)?.[0] ?? '';
  if (!HASHES.includes(hash) || hash + balanced(key.slice(hash.length)) !== key)
    throw new SchemaFault(
      `the table ${table} is sharded by one of ${HASHES.join(', ')}, not by ${key}`,
    );
  checkFunctions(table, key, [...HASHES, ...PURE]);
  checkColumns(table, key, parts(sortingKeyOf(statement)), ' in its ORDER BY');
}

/** Throws SchemaFault unless `time` is of a column of what `statement` creates. */
export function checkTime(table: string, statement: string, time: string): void {
  const columns = parts(balanced(statement.slice(statement.indexOf('('))).slice(1, -1));
  checkFunctions(table, time, TIMES);
  checkColumns(
    table,
    time,
    columns.map((column) => /^\w*/.exec(column)?.[0] ?? ''),
    '',
  );
}

/** What changes by itself would double what comes twice. */
function checkFunctions(table: string, expression: string, allowed: readonly string[]): void {
  const named = [...codeOf(expression).matchAll(/([\w"`]+)\s*\(/g)].map(([, name = '']) => name);
  const other = named.find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw new SchemaFault(
      `the table ${table} has a directive with ${other}(), which is none of ${allowed.join(', ')}`,
    );
}

/** A word that is no function is a column. */
function checkColumns(
  table: string,
  expression: string,
  columns: readonly string[],
  where: string,
): void {
  const words = [...codeOf(expression).matchAll(/\b([A-Za-z_]\w*)\b(?!\s*\()/g)];
  const unknown = words.find(([word]) => !columns.includes(word));
  if (unknown !== undefined)
    throw new SchemaFault(
      `the table ${table} has no column ${unknown[0]}${where}, which a directive names`,
    );
  if (words.length === 0)
    throw new SchemaFault(`the table ${table} has a directive without a column: ${expression}`);
}
