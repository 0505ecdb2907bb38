import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { meeting } from '../../server/src/meetso/catalogue/meetings.ts';

const BODY = '{"title":"Once","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** What calls met on their way to an answer, by words. */
export type Met = Map<string, number>;

/**
 * Creates a meeting with an idempotency key, and repeats the call as its 500s ask for: the meeting's id.
 * `target` gives the process of each attempt.
 */
export async function createdOnce(
  target: () => string,
  secret: string,
  key: string,
  met: Met,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await posted(target(), secret, key).catch(() => undefined);
    if (answer?.status === 201) {
      count(met, answer.replayed ? 'replays' : 'first answers');
      return meeting.parse(JSON.parse(answer.text)).id;
    }
    const words = answer ? failure.parse(JSON.parse(answer.text)).error.message : 'no answer';
    count(met, words.split(';')[0] ?? '');
    if (answer && answer.status < 500) throw new Error(`${answer.status} ${answer.text}`);
    if (attempt === 60) throw new Error(`${key}: no meeting after ${attempt} attempts: ${words}`);
    await pause((answer?.retryAfter ?? 0.5) * 1_000 + Math.random() * 500);
  }
}

async function posted(url: string, secret: string, key: string) {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/public/v1/meetings`, {
    method: 'POST',
    body: BODY,
    headers: { ...headers, 'idempotency-key': key },
  });
  return {
    status: response.status,
    text: await response.text(),
    replayed: response.headers.has('idempotency-replayed'),
    retryAfter: Number(response.headers.get('retry-after') ?? 0.5),
  };
}

function count(met: Met, what: string): void {
  met.set(what, (met.get(what) ?? 0) + 1);
}
