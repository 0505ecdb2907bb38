import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReceiver, type Receiver } from '../../../testkit/desks/alerts-desk.ts';
import { poll } from '../../../testkit/poll.ts';
import { Heartbeat } from '../../src/alerts/evaluate/heartbeat.ts';
import { startLoop } from '../../src/alerts/evaluate/loop.ts';

let target: Receiver;
beforeEach(async () => {
  target = await openReceiver();
});
afterEach(() => target.close());

/** A heartbeat on a clock that the test sets. */
function heartbeatTo(url: string) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const clock = { ms: 0 };
  const heartbeat = new Heartbeat({ url, log, steadyMs: () => clock.ms, timeoutMs: 150 });
  return { heartbeat, clock, lines };
}

const calls = () => target.received.length;

describe('the heartbeat', () => {
  it('is sent at most every 15 s, however often something is judged', async () => {
    const { heartbeat, clock } = heartbeatTo(`${target.url}/ping`);
    for (; clock.ms < 60_000; clock.ms += 500) {
      await poll(`the call of ${clock.ms} ms`, async () => {
        heartbeat.beat();
        return calls() > Math.floor(clock.ms / 15_000) || undefined;
      });
    }
    expect(calls()).toBe(4);
    expect(target.received[0]?.path).toBe('/ping');
  });

  it('that hangs is given up, logged once without its secret, and logged when it works again', async () => {
    target.answers.push({ status: 0 }, { status: 500 });
    const { heartbeat, clock, lines } = heartbeatTo(`${target.url}/secret`);
    const next = async (said: number) => {
      heartbeat.beat();
      clock.ms += 15_000;
      await poll('what became of it', async () => lines.length >= said || undefined);
    };
    await next(1);
    heartbeat.beat();
    await poll('the second call', async () => calls() === 2 || undefined);
    await poll('it to end', async () => {
      clock.ms += 15_000;
      heartbeat.beat();
      return lines.length === 2 || undefined;
    });
    expect(lines[0]).toContain('no answer within 0.15 s');
    expect(lines[1]).toContain('reached again');
    expect(lines.join('')).not.toContain('secret');
  });

  it('follows no redirect: a page that asks to sign in is no receipt', async () => {
    target.answers.push({ status: 302, headers: { location: `${target.url}/sign-in` } });
    const { heartbeat, lines } = heartbeatTo(`${target.url}/secret`);
    heartbeat.beat();
    await poll('what became of it', async () => lines.length > 0 || undefined, { timeoutMs: 2000 });
    expect(lines[0]).toContain('status 302');
    expect(calls()).toBe(1);
  });

  it('says the user and the password that the address names', async () => {
    const { heartbeat, lines } = heartbeatTo(target.url.replace('://', '://desk:s%20t@'));
    heartbeat.beat();
    await poll('the call', async () => calls() > 0 || lines.length > 0 || undefined);
    const pair = Buffer.from('desk:s t').toString('base64');
    expect(target.received[0]?.headers.authorization).toBe(`Basic ${pair}`);
  });

  it('comes only after evaluations that succeeded, and delays none of them', async () => {
    target.answers.push({ status: 0 }, { status: 0 }, { status: 0 });
    const { heartbeat, clock } = heartbeatTo(target.url);
    const outcomes = [false, true, new Error('the store is away'), true, false, true];
    let ticks = 0;
    const evaluator = {
      active: true,
      async tick() {
        clock.ms += 20_000;
        const outcome = outcomes[ticks++ % outcomes.length];
        if (typeof outcome === 'boolean') return outcome;
        throw outcome;
      },
    };
    const idle = { tick: async () => undefined, stop: async () => undefined };
    const lease = { keep: async () => true, release: async () => undefined };
    const log = pino({ level: 'silent' });
    const from = performance.now();
    const loop = startLoop({
      evaluator,
      escalator: { ...idle, pause: () => undefined },
      worker: { ...idle, wake: () => undefined },
      lease,
      heartbeat,
      log,
      everyMs: 5,
    });
    await poll('twelve ticks', async () => ticks >= 12 || undefined, { everyMs: 1 });
    const tookMs = performance.now() - from;
    await loop.stop();
    // The first target hangs for 150 ms: ticks go on, and no second call is made meanwhile.
    expect(tookMs).toBeLessThan(12 * 100);
    expect(calls()).toBeLessThanOrEqual(Math.ceil(tookMs / 150));
    expect(calls()).toBeGreaterThan(0);
  });
});
