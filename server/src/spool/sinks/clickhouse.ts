import { readFile } from 'node:fs/promises';
import { type ClickHouse, StoreRefused } from '../../clickhouse/client.ts';
import { type Delivery, Refused, type Sink, Unreadable } from '../sink.ts';
import { insertSelect } from './insert-select.ts';

/**
 * ClickHouse's error numbers that blame the bytes (src/Common/ErrorCodes.cpp): reading after the
 * end, incomplete or incorrect data, values and sizes out of bounds, corrupt protobuf, numbers that
 * do not fit their column. No timeout
 * is among them, and no fault of the schema: those cure themselves or need us, not a quarantine.
 */
const PARSE_ERRORS = new Set([
  6, 11, 26, 27, 32, 33, 69, 72, 117, 128, 131, 321, 407, 436, 444, 467,
]);

const NS_PER_MS = 1_000_000n;
const DAY_MS = 86_400_000;
const FUTURE_MS = 600_000;

/** Delivers segments into ClickHouse; the engine decodes them. */
export function clickHouseSink(clickhouse: ClickHouse, retentionDays: number): Sink {
  return {
    async deliver({ stream, path, receivedMs }: Delivery): Promise<void> {
      const clamp = {
        fromNs: BigInt(receivedMs - retentionDays * DAY_MS) * NS_PER_MS,
        toNs: BigInt(receivedMs + FUTURE_MS) * NS_PER_MS,
        receivedNs: BigInt(receivedMs) * NS_PER_MS,
      };
      try {
        if (clickhouse.embedded) {
          const { sql, settings } = insertSelect(stream, { file: path }, clamp);
          await clickhouse.command(sql, {}, settings);
        } else {
          const { sql, settings } = insertSelect(stream, 'input', clamp);
          await clickhouse.insertRaw(sql, await readFile(path), settings);
        }
      } catch (error) {
        if (error instanceof StoreRefused && PARSE_ERRORS.has(error.code)) {
          throw new Unreadable('the engine cannot read these bytes', { cause: error });
        }
        if (error instanceof StoreRefused) throw new Refused(error.message, { cause: error });
        throw error;
      }
    },
  };
}
