import { SchemaFault } from './schema-fault.ts';
import { codeOf, parts } from './sql-text.ts';

const CHANGE = /^(?:(?:ADD|DROP|MODIFY) (COLUMN)|(?:ADD|DROP) (INDEX)|MODIFY (SETTING|ORDER BY)) /;

/**
 * What an ALTER of the rows, `rest` behind the table's name, means to the distributed table before
 * them: it has their columns and stores nothing. Empty: it means nothing to it. Throws SchemaFault for a
 * change that has no rule, and for two sorts in one statement, which no second run could finish.
 */
export function distributedChange(rest: string): string {
  const changes: string[] = [];
  for (const part of parts(rest)) {
    const isSetting = changes.at(-1)?.startsWith('MODIFY SETTING ') && /^\w+ = /.test(part);
    if (!isSetting) changes.push(part);
  }
  const sorts = changes.map((change) => CHANGE.exec(change)?.slice(1).find(Boolean));
  const unknown = sorts.indexOf(undefined);
  if (unknown >= 0)
    throw new SchemaFault(`no rule for this change: ${changes[unknown]?.slice(0, 80)}`);
  // A key may grow by columns that the same statement adds.
  const grown = sorts.length > 1 && sorts.at(-1) === 'ORDER BY' ? sorts.slice(0, -1) : sorts;
  if (new Set(grown).size > 1)
    throw new SchemaFault(`columns and other things in one ALTER: ${rest.trim().slice(0, 80)}`);
  if (grown[0] !== 'COLUMN') return '';
  const columns = changes.slice(0, grown.length).map(withoutStorage);
  return columns
    .filter(
      (change) =>
        !/^MODIFY COLUMN (?:IF EXISTS )?\w+(?: REMOVE (?:TTL|CODEC)| (?:MODIFY|RESET) SETTING .*)?$/.test(
          change,
        ),
    )
    .map((change, at) => `${at === 0 ? '' : ','}\n  ${change}`)
    .join('');
}

/** Codecs and the time after which a value goes are of what is stored. */
function withoutStorage(change: string): string {
  const code = codeOf(change);
  const stored =
    /\s+CODEC\((?:[^()]|\([^()]*\))*\)|\s+TTL\s[\s\S]*?(?=\s+(?:FIRST|AFTER\s+\w+)$|$)/i;
  const found = stored.exec(code);
  if (found === null || /\sREMOVE\s/.test(code)) return change;
  const { index, 0: part } = found;
  return withoutStorage(change.slice(0, index) + change.slice(index + part.length));
}
