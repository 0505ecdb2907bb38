import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scan } from '@request-desk/fastify/spool/frame';
import { type ReadRecord, readRecords } from './telemetry-otlp.ts';

/** Every log record that stands in a spool directory, delivered or not, in order of its streams. */
export function spooledRecords(directory: string): ReadRecord[] {
  return ['errors', 'logs'].flatMap((stream) =>
    readdirSync(join(directory, stream))
      .sort()
      .flatMap((name) => scan(readFileSync(join(directory, stream, name))).bodies)
      .flatMap((body) => readRecords(body)),
  );
}
