import { expect, it } from 'vitest';
import { redactKeys } from '../redaction/scrub.ts';
import { createLogger } from './logger.ts';

redactKeys({
  key: { prefix: 'acme_live_', alphabet: 'base62', length: 32, check: 'none', shown: 14 },
  request_id: { prefix: 'req_', alphabet: 'hex', length: 16, check: 'none', names_trace: true },
  other_ids: [],
});
const KEY = `acme_live_${'a1B2'.repeat(8)}`;

function lineOf(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

it('writes secrets neither by name nor by shape, in fields, children and text', () => {
  const fields = {
    authorization: 'open sesame',
    limit: 7,
    deep: { list: [{ apiKey: 'open sesame', note: KEY }] },
  };
  const line = lineOf((log) => log.child({ token: 'open sesame' }).warn(fields, `key ${KEY}`));
  expect(JSON.stringify(line)).not.toMatch(/sesame|a1B2a1B2/);
  expect(line).toMatchObject({ level: 'warn', limit: 7, msg: 'key acme_live_***' });
});

it('describes an exception without the values of a failed query', () => {
  const error = new Error('Failed query: select $1\nparams: ada@example.com,hush');
  const line = lineOf((log) => log.error({ err: error }, 'failed'));
  expect(JSON.stringify(line)).not.toMatch(/hush|ada@/);
  expect(line.err).toMatchObject({ type: 'Error', stack: expect.stringContaining('logger.test') });
});
