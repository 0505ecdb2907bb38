import { SchemaFault } from './schema-fault.ts';
import { headOf } from './sql-text.ts';
import { viewSource } from './view-source.ts';

const TARGET = /^ TO (\w+) AS\s/;
const QUERY = /^\s+MODIFY QUERY\s/;

/**
 * What the statements of all files make, in their order. On a cluster the name and the kind decide which
 * of the tables there a statement is for: both have to be known.
 */
export class SchemaNames {
  readonly #kinds = new Map<string, string>();
  /** The table that a materialized view writes. */
  readonly #targets = new Map<string, string>();
  /** Of a table whose key names the shard of its source: what its views may read. */
  readonly #sources = new Map<string, ReadonlySet<string>>();

  /**
   * Takes the statements of one file; `keyed` are its new tables that have a sharding key. Throws
   * SchemaFault for a statement about what is not there or is of another kind, and for a view whose rows
   * would not be where the key of their table says.
   */
  take(statements: readonly string[], keyed: readonly string[]): void {
    for (const statement of statements) {
      const { verb, kind, name } = headOf(statement);
      this.#takeOne(statement);
      if (verb !== 'CREATE' || kind !== 'TABLE') continue;
      const views = statements.filter((other) => TARGET.exec(headOf(other).rest)?.[1] === name);
      if (!keyed.includes(name)) this.#sources.delete(name);
      else this.#sources.set(name, new Set(views.map((view) => viewSource(view).table)));
    }
  }

  #takeOne(statement: string): void {
    const { verb, kind, name, rest } = headOf(statement);
    const target = TARGET.exec(rest)?.[1];
    if (verb === 'CREATE') {
      const before = this.#kinds.get(name);
      if (before !== undefined)
        throw new SchemaFault(`there is a ${lower(before)} ${name} already`);
      if (target !== undefined) this.#reads(name, target, statement);
      this.#kinds.set(name, kind);
    }
    if (verb === 'ALTER' && QUERY.test(rest)) {
      this.#needs(name, 'MATERIALIZED VIEW');
      this.#reads(name, this.#targets.get(name) ?? '', statement);
    } else if (verb === 'ALTER') this.#needs(name, 'TABLE');
    if (verb === 'DROP') {
      this.#needs(name, kind);
      this.#kinds.delete(name);
    }
  }

  #needs(name: string, kind: string): void {
    if (!this.#kinds.get(name)?.endsWith(kind))
      throw new SchemaFault(`no statement before makes a ${lower(kind)} ${name}`);
  }

  #reads(view: string, target: string, statement: string): void {
    const source = viewSource(statement).table;
    this.#needs(target, 'TABLE');
    this.#needs(source, 'TABLE');
    this.#targets.set(view, target);
    if (this.#sources.get(target)?.has(source) === false)
      throw new SchemaFault(
        `the view ${view} writes its rows beside their source ${source}, and the key of ${target} does not name that shard`,
      );
  }
}

function lower(kind: string): string {
  return kind.toLowerCase();
}
