import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEARTBEAT_EVENT, REQUEST_EVENT, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { z } from 'zod';
import type { ReadRecord } from './telemetry-otlp.ts';

const FILES: Readonly<Record<string, string>> = {
  [REQUEST_EVENT]: 'event.schema.json',
  [WATERMARK_EVENT]: 'watermark.schema.json',
  [HEARTBEAT_EVENT]: 'heartbeat.schema.json',
};

const schemas = Object.fromEntries(
  Object.entries(FILES).map(([event, file]) => {
    const text = readFileSync(join(import.meta.dirname, '../../docs', file), 'utf8');
    return [event, z.fromJSONSchema(JSON.parse(text))];
  }),
);

/** What in a record is not as docs/event.md has it; records of other names are free. */
export function schemaFaults({ eventName, attributes }: ReadRecord): string[] {
  const plain = JSON.parse(
    JSON.stringify(attributes, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
  );
  const issues = schemas[eventName]?.safeParse(plain).error?.issues ?? [];
  return issues.map(({ path, message }) => `${eventName} ${path.join('/')}: ${message}`);
}
