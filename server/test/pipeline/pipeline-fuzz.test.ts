import { expect, it } from 'vitest';
import { fuzzReceiver } from '../../../testkit/otlp-fuzz/fuzz-receiver.ts';
import { mutated } from '../../../testkit/otlp-fuzz/random-body.ts';
import { Random } from '../../../testkit/random.ts';
import { accept } from '../../src/ingest/accept.ts';
import { IngestError } from '../../src/ingest/ingest-error.ts';
import { openPreparation } from '../../src/ingest/preparation/preparation.ts';

it('takes what a protobuf library can read, and stores what that library has read', async () => {
  const report = await fuzzReceiver(Date.now() % 1e6, 8_000);
  expect(report.faults.map((fault) => fault.slice(0, 2000))).toEqual([]);
  expect(report.rows).toBeGreaterThan(1_000);
});

it('answers damaged JSON with a refusal, whatever it is', async () => {
  const random = new Random(Date.now());
  const value = { kvlistValue: { values: [{ key: 'k', value: { intValue: '-7' } }] } };
  const record = { timeUnixNano: '1764000000000000000', attributes: [{ key: 'a', value }] };
  const body = Buffer.from(
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  );
  const acceptor = { spool: { append: () => undefined }, preparation: openPreparation() };
  const sender = { name: 'billing', own: false };
  const parcel = { signal: 'logs', sender, encoding: 'json' } as const;
  for (let n = 0; n < 5_000; n++) {
    try {
      await accept(acceptor, parcel, mutated(random, body, body));
    } catch (error) {
      expect(error).toBeInstanceOf(IngestError);
    }
  }
});
