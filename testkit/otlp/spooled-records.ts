import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bodiesIn } from '../spool/segments.ts';
import { type ReadRecord, readRecords } from './telemetry-otlp.ts';

/** Every log record that stands in a spool directory, delivered or not, in order of its streams. */
export function spooledRecords(directory: string): ReadRecord[] {
  return ['errors', 'logs'].flatMap((stream) =>
    readdirSync(join(directory, stream))
      .sort()
      .flatMap((name) => bodiesIn(join(directory, stream, name)))
      .flatMap((body) => readRecords(body)),
  );
}
