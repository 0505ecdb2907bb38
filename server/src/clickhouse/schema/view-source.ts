import { SchemaFault } from './schema-fault.ts';
import { codeOf } from './sql-text.ts';

/** The one table that a view reads, and where its name stands in the query. */
interface ViewSource {
  readonly table: string;
  readonly at: number;
}

const READS = /\b(?:FROM|JOIN)\s+[\w`"(]/gi;
const SOURCE = /^(\s*FROM )(\w+)$/m;
const AFTER =
  /^\s*(?:$|(?:PREWHERE|WHERE|GROUP BY|HAVING|WINDOW|QUALIFY|ORDER BY|LIMIT|SETTINGS)\b)/;
/** A name behind IN is a table. */
const IN_NAME = /\b(?:(?:global|not|null)\w*)?IN\b(?!\s*[([][([\s]*[\d\u00b7-])/i;

/**
 * What the query of a view reads. On a cluster a materialized view works on the rows of its own node, and
 * any other joins those: with more sources than one it would miss those of other shards. Throws SchemaFault for such a query.
 */
export function viewSource(query: string): ViewSource {
  const code = codeOf(query);
  const [found = '', before = '', table = ''] = SOURCE.exec(code) ?? [];
  const at = code.search(SOURCE) + before.length;
  const rest = code.slice(at + table.length);
  if (found === '' || [...code.matchAll(READS)].length > 1 || !AFTER.test(rest))
    throw new SchemaFault(`a view needs one FROM table, on a line of its own: ${head(query)}`);
  if (IN_NAME.test(code))
    throw new SchemaFault(`a view needs one FROM table, and IN (…) of literals: ${head(query)}`);
  return { table, at };
}

function head(query: string): string {
  return query.trim().slice(0, 80);
}
