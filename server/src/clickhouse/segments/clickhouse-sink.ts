import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  type Delivery,
  type JoinedDelivery,
  Refused,
  type Sink,
  Unreadable,
} from '@request-desk/fastify/spool/sink';
import type { Stream } from '@request-desk/fastify/spool/spool';
import type { ClickHouse } from '../client.ts';
import { Erasures } from '../erasure/erasures.ts';
import type { SchemaGate } from '../schema/schema-keeper.ts';
import { QUORUM_SETTINGS } from '../settings.ts';
import { StoreRefused, StoreUnavailable } from '../store-fault.ts';
import { type Clamp, clampOf, insertSelect, type Statement } from './insert-select.ts';

/**
 * ClickHouse's error numbers that blame the bytes (src/Common/ErrorCodes.cpp): reading after the
 * end, incomplete or incorrect data, values and sizes out of bounds, corrupt protobuf, numbers that
 * do not fit their column. No timeout
 * is among them, and no fault of the schema: those cure themselves or need us, not a quarantine.
 */
const PARSE_ERRORS = new Set([
  6, 11, 26, 27, 32, 33, 69, 72, 117, 128, 131, 321, 407, 436, 444, 467,
]);

/**
 * A schema that cannot be parsed, or lacks a message. Ours does not: it is the server's copy, written while its
 * disk was full, which it would go on to use.
 */
const SCHEMA_ERRORS = new Set([36, 434]);

/** Tags of a Piece's fields: a number, and bytes. */
const RECEIVED_MS = 0x08;
const REQUEST = 0x12;

/**
 * Delivers segments into ClickHouse; the engine decodes them. Nothing is delivered before `gate`
 * says that every table and view is there.
 */
export function clickHouseSink(
  clickhouse: ClickHouse,
  retentionDays: number,
  gate?: SchemaGate,
): Sink {
  const erased = new Erasures(clickhouse);
  let edition = 0;

  /** Without a clamp, the file holds Pieces. */
  async function insert(stream: Stream, path: string, clamp?: Clamp): Promise<void> {
    const storeId = await gate?.ready();
    const guards = { storeId, erasures: await erased.exist() };
    const run = (how: Statement) => runInsert(stream, path, clamp ?? { retentionDays }, how);
    try {
      await run(guards);
    } catch (error) {
      if (!blamesBytes(error)) throw error;
      // It may be a damaged table that the statement reads: then the bytes can be read without it.
      await run({ dry: true });
      throw new Refused(error.message, { cause: error });
    }
  }

  async function runInsert(
    stream: Stream,
    path: string,
    bounds: Parameters<typeof insertSelect>[2],
    how: Statement,
  ): Promise<void> {
    if (clickhouse.embedded) {
      const own = { ...how, storeId: undefined };
      const { sql, settings } = insertSelect(stream, { file: path }, bounds, own);
      await clickhouse.command(sql, {}, settings);
    } else {
      const { sql, settings } = insertSelect(stream, 'input', bounds, { ...how, edition });
      const quorum = clickhouse.cluster === undefined ? {} : QUORUM_SETTINGS;
      await clickhouse.insertFile(sql, path, { ...settings, ...quorum });
    }
  }

  function explain(error: unknown): never {
    if (blamesBytes(error))
      throw new Unreadable('the engine cannot read these bytes', { cause: error });
    if (error instanceof StoreRefused) {
      if (SCHEMA_ERRORS.has(error.code)) edition++;
      throw new Refused(error.message, { cause: error });
    }
    if (error instanceof StoreUnavailable) gate?.doubt();
    throw error;
  }

  return {
    async deliver({ stream, path, receivedMs }: Delivery): Promise<void> {
      await insert(stream, path, clampOf(receivedMs, retentionDays)).catch(explain);
    },
    async deliverTogether({ stream, parts }: JoinedDelivery): Promise<void> {
      const path = `${parts[0]?.path}.part`;
      try {
        writeFileSync(path, piecesOf(parts));
        await insert(stream, path).catch(explain);
      } finally {
        rmSync(path, { force: true });
      }
    },
  };
}

function blamesBytes(error: unknown): error is StoreRefused {
  return error instanceof StoreRefused && PARSE_ERRORS.has(error.code);
}

/** The message Piece of the .proto files here, for each segment, after its length. */
function piecesOf(parts: JoinedDelivery['parts']): Buffer {
  return Buffer.concat(
    parts.flatMap(({ path, receivedMs }) => {
      const segment = readFileSync(path);
      const head = [RECEIVED_MS, ...varint(receivedMs), REQUEST, ...varint(segment.length)];
      return [Buffer.from([...varint(head.length + segment.length), ...head]), segment];
    }),
  );
}

/** The bytes of a natural number (protobuf's base 128, lowest first). */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
