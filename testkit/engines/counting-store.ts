import type { ClickHouse } from '../../server/src/clickhouse/client.ts';

/** `store`, and how many questions it was asked through this; with `about`, questions and commands whose text holds it. */
export function countingStore(
  store: ClickHouse,
  about = '',
): { readonly store: ClickHouse; readonly asked: () => number } {
  let asked = 0;
  const counted: ClickHouse = {
    embedded: store.embedded,
    cluster: store.cluster,
    database: store.database,
    get written() {
      return store.written;
    },
    query(sql, params, row) {
      if (sql.includes(about)) asked++;
      return store.query(sql, params, row);
    },
    command(sql, ...given) {
      if (about !== '' && sql.includes(about)) asked++;
      return store.command(sql, ...given);
    },
    insertFile: (...given) => store.insertFile(...given),
    close: () => store.close(),
  };
  return { store: counted, asked: () => asked };
}
