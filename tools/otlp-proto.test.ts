import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { structureOf } from '../server/src/clickhouse/segments/otlp-structure.ts';
import { engineProto } from './otlp-proto.ts';

const SEGMENTS = join(import.meta.dirname, '../server/src/clickhouse/segments');

it.each([
  ['otlp-traces.proto', 'TracesRequest'],
  ['otlp-logs.proto', 'LogsRequest'],
] as const)(
  '%s, by which the engine reads, has the messages of the receiver',
  async (name, root) => {
    await expect(engineProto(root)).toMatchFileSnapshot(join(SEGMENTS, name));
  },
);

it('has every message that another one names', () => {
  for (const name of ['otlp-traces.proto', 'otlp-logs.proto'])
    expect(structureOf(readFileSync(join(SEGMENTS, name), 'utf8'), 'Piece')).toContain(
      'received_ms',
    );
});
