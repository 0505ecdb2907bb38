import type { AuditFilter, AuditStore } from '../../database/audit/audit-store.ts';
import type { AuditRow } from '../../database/audit/chain.ts';
import { entryAsWire, exportLine } from '../../database/audit/export-lines.ts';
import { csvLine } from '../../http/csv-line.ts';

/** So many rows at a time: other calls of this process have their turn between. */
const PAGE = 500;

/** All that a filter lets through. */
export async function* newestFirst(
  store: Pick<AuditStore, 'search'>,
  filter: AuditFilter,
): AsyncGenerator<AuditRow> {
  let before: number | undefined;
  for (;;) {
    const rows = await store.search(filter, before, PAGE);
    yield* rows;
    before = rows.at(-1)?.entry.seq;
    if (before === undefined || rows.length < PAGE) return;
  }
}

/** The chain as lines of JSON, from which it can be verified elsewhere. */
export async function* exportLines(
  origin: string,
  rows: AsyncIterable<AuditRow>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: 'request-desk-audit-1', origin })}\n`;
  for await (const row of rows) yield `${JSON.stringify(exportLine(row))}\n`;
}

const COLUMNS = [
  ...(['seq', 'at', 'staff', 'action', 'outcome', 'status', 'org', 'subjects', 'count'] as const),
  ...(['ticket', 'reason', 'address', 'via', 'person', 'call_id', 'hash'] as const),
];

/** RFC 4180; nothing in place of what was erased. */
export async function* csvLines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
  yield csvLine([...COLUMNS]);
  for await (const row of rows) {
    const wire = entryAsWire(row);
    yield csvLine(
      COLUMNS.map((column) =>
        column === 'subjects' ? wire.subjects.join(' ') : String(wire[column] ?? ''),
      ),
    );
  }
}
