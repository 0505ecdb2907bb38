/** A materialized view that is made or changed, as its last definition has it. */
export interface ViewDefinition {
  readonly target: string;
  /** The whole query, with its WITH. */
  readonly select: string;
}

const CREATE =
  /^CREATE MATERIALIZED VIEW (?:IF NOT EXISTS )?(\w+) TO (\w+) AS\s+((?:WITH|SELECT)\b[\s\S]*)$/;
const DROP = /^DROP VIEW (?:IF EXISTS )?(\w+)/;
const MODIFY = /^ALTER TABLE (\w+)(?: ON CLUSTER '[^']*')? MODIFY QUERY\s+([\s\S]*)$/;

/**
 * Without the changes of views that later ones replace: nobody may deliver into a view that is, for
 * a moment, what it was years ago.
 */
export function withoutReplaced(statements: readonly string[]): string[] {
  const last = new Map(statements.map((statement, at) => [MODIFY.exec(statement)?.[1], at]));
  return statements.filter((statement, at) => {
    const view = MODIFY.exec(statement)?.[1];
    return view === undefined || last.get(view) === at;
  });
}

/** The views that `statements` (of one server) make and leave, each with its last query. */
export function viewsMadeBy(statements: readonly string[]): ViewDefinition[] {
  const views = new Map<string, ViewDefinition>();
  for (const statement of statements) {
    const [, made, target = '', first = ''] = CREATE.exec(statement) ?? [];
    if (made !== undefined) views.set(made, { target, select: first });
    const [, changed = '', select = ''] = MODIFY.exec(statement) ?? [];
    const before = views.get(changed);
    if (before) views.set(changed, { ...before, select });
    views.delete(DROP.exec(statement)?.[1] ?? '');
  }
  return [...views.values()];
}
