import pino from 'pino';
import { beforeEach, expect, it } from 'vitest';
import type { DeliveryRow } from './outbox.ts';
import { DeliveryWorker } from './worker.ts';

let seconds: number;
let looks: number;
let waiting: DeliveryRow[];
let isAway: boolean;
let sent: string[];
let worker: DeliveryWorker;

beforeEach(() => {
  [seconds, looks, waiting, isAway, sent] = [0, 0, [], false, []];
  const outbox = {
    forget: async () => undefined,
    due: async (left: readonly string[]) => {
      looks++;
      if (isAway) throw new Error('away');
      return waiting.filter(({ channelId }) => !left.includes(channelId));
    },
    change: async (id: string) => {
      sent.push(id);
      waiting = waiting.filter((row) => row.id !== id);
    },
  };
  worker = new DeliveryWorker({
    outbox,
    // Such a delivery is settled at once.
    channels: { find: async () => undefined },
    compose: async () => undefined,
    now: () => seconds * 1000,
    steadyMs: () => seconds * 1000,
    log: pino({ level: 'silent' }),
  } as never);
});

const put = (id: string) => {
  waiting = [...waiting, { id, channelId: 'one', attempts: 0, notices: [] } as never];
};
/** So many ticks, one a second; what is sent is sent before the next. */
const ticks = async (count: number) => {
  for (let i = 0; i < count; i++, seconds++) {
    await worker.tick().catch(() => undefined);
    await new Promise(setImmediate);
  }
};

it('reads the outbox six times a minute at most while nothing is decided', async () => {
  await ticks(60);
  expect(looks).toBeLessThanOrEqual(6);
});

it('sends what was decided in the next second, also what comes while it sends', async () => {
  await ticks(5);
  put('first');
  worker.wake();
  await ticks(1);
  put('second');
  await ticks(1);
  expect(sent).toEqual(['first', 'second']);
});

it('sends what nobody told it of within ten seconds', async () => {
  await ticks(5);
  put('restored');
  await ticks(10);
  expect(sent).toEqual(['restored']);
});

it('looks again in the next second when the outbox could not be read', async () => {
  await ticks(5);
  put('one');
  worker.wake();
  isAway = true;
  await ticks(3);
  isAway = false;
  await ticks(1);
  expect(sent).toEqual(['one']);
});
