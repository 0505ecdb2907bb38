import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseError } from '../../database/database.ts';
import { type ControlPlaneWatch, watchControlPlane } from './control-plane-watch.ts';

const BEAT_MS = 30;
const beats: number[] = [];
let revoked: string[];
let heard: string[];
let isAway: boolean;
let failures: number;
let call: () => void;
let watch: ControlPlaneWatch;

beforeEach(async () => {
  vi.useFakeTimers();
  beats.length = 0;
  [revoked, heard, isAway, failures] = [[], [], false, 0];
  watch = watchControlPlane({
    processes: {
      async beat() {
        beats.push(performance.now());
        const read = [...revoked];
        await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
        if (isAway) throw new DatabaseError('away');
        return { revoked: read, processes: 1 };
      },
      leave: async () => undefined,
      callRoll: () => undefined,
      onRollCall: (listener) => {
        call = listener;
      },
    },
    self: { instance: 'api-1', host: 'one', staleSeconds: 300 },
    keys: { validIds: () => [], revoked: (ids: string[]) => heard.push(...ids) } as never,
    plane: { answered: () => undefined, failed: () => failures++ } as never,
    log: pino({ level: 'silent' }),
    now: Date.now,
  });
  await vi.advanceTimersByTimeAsync(BEAT_MS);
});

afterEach(async () => {
  await watch.stop();
  vi.useRealTimers();
});

describe('a process of the API', () => {
  it('announces itself once a second, and so hears of a revocation within two though nobody calls', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(beats.length).toBeLessThanOrEqual(60);
    revoked = ['key_1'];
    await vi.advanceTimersByTimeAsync(1_000 + 2 * BEAT_MS);
    expect(heard).toContain('key_1');
  });

  it('announces itself at once when the roll is called', async () => {
    await vi.advanceTimersByTimeAsync(500);
    revoked = ['key_1'];
    call();
    await vi.advanceTimersByTimeAsync(BEAT_MS);
    expect(heard).toContain('key_1');
  });

  it('announces itself again when it was doing so as the roll was called', async () => {
    await vi.advanceTimersByTimeAsync(1_010);
    revoked = ['key_1'];
    call();
    await vi.advanceTimersByTimeAsync(2 * BEAT_MS + 1);
    expect(heard).toContain('key_1');
  });

  it('knows within two seconds that the control plane does not answer', async () => {
    isAway = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(failures).toBeGreaterThan(0);
  });

  it('does not announce itself when it has stopped', async () => {
    await watch.stop();
    const before = beats.length;
    call();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(beats).toHaveLength(before);
  });
});
