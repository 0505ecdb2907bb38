import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR_MS } from '@request-desk/shared/durations';
import type { ClickHouse, OpenedStore } from '../client.ts';
import { differing, type HourSums, quoted, sumsOfServer, sumsOfSource } from './hour-sums.ts';
import { type MovedPartition, type MovedTable, movedTables, partitionsOf } from './moved-tables.ts';

/** Rows that cannot be made equal; the message says which. */
export class MoveFault extends Error {}

/** What is done of a pass. */
export interface CopyProgress {
  readonly table: string;
  /** Rows that were copied, or found to be there, and those of all tables. */
  readonly checked: number;
  readonly total: number;
  /** Of those, rows that had to be copied. */
  readonly copied: number;
}

interface CopyOptions {
  readonly source: ClickHouse;
  readonly target: OpenedStore;
  /** For files that go from one to the other. */
  readonly directory: string;
}

/** A chunk holds deliveries up for as long as it takes to write it: about a second. */
const CHUNK_ROWS = 250_000;

/** Copies the embedded store to a server: what is equal by the sums of each hour is left alone. */
export class TelemetryCopy {
  readonly #options: CopyOptions;
  /** What partitions were when they were found to be equal. */
  readonly #equal = new Map<string, string>();

  constructor(options: CopyOptions) {
    this.#options = options;
  }

  /**
   * One pass over all partitions that have changed since the pass before. What is inserted meanwhile may
   * be missing: the next pass brings it, and one while nothing is inserted leaves nothing. Stops when
   * `signal` is aborted. Throws MoveFault where rows differ in the end.
   */
  async *pass(signal: AbortSignal): AsyncGenerator<CopyProgress> {
    const { source, directory } = this.#options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const tables = await movedTables(source);
    const parts = await Promise.all(tables.map(({ name }) => partitionsOf(source, name)));
    const total = parts.flat().reduce((sum, { rows }) => sum + rows, 0);
    let [checked, copied] = [0, 0];
    for (const [at, table] of tables.entries()) {
      const partitions = parts[at] ?? [];
      await this.#dropOthers(table, partitions);
      for (const partition of partitions) {
        if (signal.aborted) return;
        copied += await this.#bring(table, partition, signal);
        checked += partition.rows;
        yield { table: table.name, checked, total, copied };
      }
    }
    await rm(directory, { recursive: true, force: true });
  }

  /** Partitions that expired, or were erased, in the source. */
  async #dropOthers({ name }: MovedTable, partitions: readonly MovedPartition[]): Promise<void> {
    const known = new Set(partitions.map(({ id }) => id));
    for (const { id } of await partitionsOf(this.#options.target, name))
      if (!known.has(id)) await this.#drop(name, id);
  }

  async #drop(table: string, partition: string): Promise<void> {
    await this.#options.target.command(`ALTER TABLE ${table} DROP PARTITION ID '${partition}'`);
  }

  /** Makes one partition equal; returns how many rows were copied for it. */
  async #bring(
    table: MovedTable,
    { id, state }: MovedPartition,
    signal: AbortSignal,
  ): Promise<number> {
    const key = `${table.name} ${id}`;
    if (this.#equal.get(key) === state) return 0;
    let copied = 0;
    let before = await this.#sums(table, id);
    for (let round = 0; round < 3; round++) {
      const [mine, theirs] = before;
      const open = differing(mine, theirs);
      if (open.length === 0) {
        this.#equal.set(key, state);
        return copied;
      }
      // What is in the target alone goes away with its partition only.
      if (round === 2) await this.#drop(table.name, id);
      const hours = round === 2 ? [...mine.keys()] : open;
      for (const chunk of chunksOf(hours, mine)) {
        if (signal.aborted) return copied;
        copied += await this.#copy(table, id, chunk, mine);
      }
      const after = await this.#sums(table, id);
      // Rows that came meanwhile are for the next pass.
      const moving = differing(mine, after[0]);
      const wrong = differing(after[0], after[1]).filter((hour) => !moving.includes(hour));
      if (wrong.length === 0) {
        if (moving.length === 0) this.#equal.set(key, state);
        return copied;
      }
      before = after;
    }
    throw new MoveFault(`rows of ${table.name}, partition ${id}, differ after they were copied`);
  }

  async #sums(table: MovedTable, partition: string): Promise<[HourSums, HourSums]> {
    const { source, target, directory } = this.#options;
    const { url = '' } = target.place;
    return [
      await sumsOfSource(source, table, partition, join(directory, 'sums.json')),
      await sumsOfServer({ url, database: target.database }, table, partition),
    ];
  }

  async #copy(
    { name, columns, hour }: MovedTable,
    partition: string,
    hours: readonly number[],
    sums: HourSums,
  ): Promise<number> {
    const { source, target, directory } = this.#options;
    const file = join(directory, 'rows.native');
    const list = columns.join(', ');
    await source.command(
      `INSERT INTO FUNCTION file(${quoted(file)}, 'Native')
       SELECT ${list} FROM ${name} FINAL
       WHERE _partition_id = '${partition}' AND ${hour} IN (${hours.join(', ')})`,
      {},
      { engine_file_truncate_on_insert: 1, session_timezone: 'UTC' },
      HOUR_MS,
    );
    await target.insertFile(`INSERT INTO ${name} (${list}) FORMAT Native`, file, {
      throw_on_max_partitions_per_insert_block: 0,
    });
    await rm(file);
    return hours.reduce((sum, one) => sum + (sums.get(one)?.rows ?? 0), 0);
  }
}

/** Hours in a row with about CHUNK_ROWS rows. */
function chunksOf(hours: readonly number[], sums: HourSums): number[][] {
  const chunks: number[][] = [];
  let rows = 0;
  for (const hour of hours) {
    const own = sums.get(hour)?.rows ?? 0;
    if (own === 0) continue;
    const last = chunks.at(-1);
    if (last === undefined || rows + own > CHUNK_ROWS) {
      chunks.push([hour]);
      rows = own;
    } else {
      last.push(hour);
      rows += own;
    }
  }
  return chunks;
}
