import type { AuditStore } from './audit-store.ts';
import type { AuditRow } from './chain.ts';

/** So many rows at a time: other calls of this process have their turn between. */
const PAGE = 500;

/** The whole chain from its first entry on. */
export async function* inOrder(store: Pick<AuditStore, 'after'>): AsyncGenerator<AuditRow> {
  let after = 0;
  for (;;) {
    const rows = await store.after(after, PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.entry.seq;
  }
}
