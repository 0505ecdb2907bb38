import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';

/** Where a mark stands, with what is around it. */
export interface Found {
  readonly mark: string;
  readonly place: string;
  readonly around: string;
}

const table = z.object({ name: z.string() });
const row = z.record(z.string(), z.unknown());

/** The mark as it is, in percent signs, in those twice, in full-width letters, and in base64. */
function spellings(mark: string): RegExp {
  const codes = (before: string) =>
    [...mark]
      .map((c) => {
        const [small, large] = [c, c.toUpperCase()].map((one) => one.charCodeAt(0).toString(16));
        return `${before}(?:${small}|${large})`;
      })
      .join('');
  const wide = [...mark].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
  const wideBytes = Buffer.from(wide).toString('latin1');
  const all = [mark, codes('%'), codes('%25'), wide, wideBytes, ...inBase64(mark)];
  return new RegExp(all.join('|'), 'i');
}

/** What of it stands in base64, whatever is before: as it is, and with a large first letter. */
function inBase64(mark: string): string[] {
  return [mark, (mark[0] ?? '').toUpperCase() + mark.slice(1)].flatMap((text) =>
    [0, 1, 2].map((before) => {
      const all = Buffer.from('\0'.repeat(before) + text).toString('base64');
      const whole = all.slice(
        Math.ceil((before * 8) / 6),
        Math.floor(((before + text.length) * 8) / 6),
      );
      return whole.replace(/[+/]/g, '[$&_-]');
    }),
  );
}

/** Where marks stand in a text, each once. */
export function marksIn(place: string, text: string, marks: readonly string[]): Found[] {
  return marks.flatMap((mark) => {
    const at = text.search(spellings(mark));
    return at < 0 ? [] : [{ mark, place, around: text.slice(Math.max(0, at - 80), at + 80) }];
  });
}

/** Where they stand in the bytes of all files in a directory. */
export function marksInFiles(directory: string, marks: readonly string[]): Found[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      // One letter a byte: nothing is decoded, and marks in full-width letters are found by their bytes.
      return marksIn(path, readFileSync(path, 'latin1'), marks);
    });
}

/** Where they stand in the rows of a telemetry store that nobody has open. */
export async function marksInStore(path: string, marks: readonly string[]): Promise<Found[]> {
  const store = await openClickHouse({ path });
  try {
    const tables = await store.query(
      `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View'`,
      {},
      table,
    );
    const found: Found[] = [];
    for (const { name } of tables)
      for (const one of await store.query(`SELECT * FROM ${name}`, {}, row))
        found.push(...marksIn(name, JSON.stringify(one), marks));
    return found;
  } finally {
    await store.close();
  }
}
