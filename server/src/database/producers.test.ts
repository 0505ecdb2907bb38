import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeasuredClock } from '@request-desk/fastify/producer/reference-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { Producers } from './producers.ts';

const missing = postgresMissing();

describe.each(['embedded', 'postgres'] as const)('the registry, %s', (engine) => {
  describe.skipIf(engine === 'postgres' && missing)(missing ?? 'is there', () => {
    const directory = mkdtempSync(join(tmpdir(), 'desk-producers-'));
    let server: PostgresServer | undefined;
    let database: Database;
    let producers: Producers;

    beforeAll(async () => {
      if (engine === 'postgres') server = await startPostgres();
      database = await openDatabase({ url: server?.url(), path: join(directory, 'postgres') });
      producers = new Producers(database);
    }, 60_000);
    afterAll(async () => {
      await database.close();
      await server?.close();
      rmSync(directory, { recursive: true });
    });

    it('is a reference clock', async () => {
      const monotonic = () => performance.now();
      const read = () => producers.now();
      const clock = await MeasuredClock.open({ read, monotonic, wall: Date.now });
      // The same machine: its wall clock is read in whole milliseconds.
      expect(clock.lower()).toBeLessThanOrEqual(Date.now() + 2);
      expect(clock.upper()).toBeGreaterThanOrEqual(Date.now() - 2);
      expect(await clock.measure()).toBe(true);
      expect(clock.steps).toBe(0);
    });

    it('returns the time of the database, also when nobody is registered', async () => {
      const { nowMs, producers: none } = await producers.all();
      expect(Math.abs(nowMs - Date.now())).toBeLessThan(5_000);
      expect(none).toEqual([]);
    });

    it('registers each epoch once', async () => {
      expect(await producers.register('prd_a', ['api', 'ingest'], 'host', 1)).toBe(true);
      expect(await producers.register('prd_a', ['api'], 'copy', 1)).toBe(false);
      expect(await producers.register('prd_a', ['api'], 'host', 3)).toBe(true);
      expect(await producers.register('prd_a', ['api'], 'copy', 2)).toBe(false);
      const { producers: all, nowMs } = await producers.all();
      expect(all).toMatchObject([{ id: 'prd_a', roles: ['api'], host: 'host', epoch: 3 }]);
      expect(all[0]).toMatchObject({ drainedEpoch: null, retiredAt: null, verifiedAtMs: 0 });
      expect(nowMs - (all[0]?.registeredAt.getTime() ?? 0)).toBeLessThan(60_000);
    });

    it('marks an epoch as drained unless another one has begun', async () => {
      await producers.markDrained('prd_a', 2);
      expect((await producers.find('prd_a'))?.drainedEpoch).toBeNull();
      await producers.markDrained('prd_a', 3);
      expect((await producers.find('prd_a'))?.drainedEpoch).toBe(3);
    });

    it('saves verified prefixes that grow, and starts over with another store', async () => {
      const verified = async (epoch: number, atMs: number, storeId: string) => {
        await producers.saveVerified([
          { id: 'prd_a', epoch, failed: epoch * 10, succeeded: 5_000_000_000, atMs, storeId },
        ]);
        const row = await producers.find('prd_a');
        return [row?.verifiedEpoch, row?.verifiedFailed, row?.verifiedAtMs, row?.storeId];
      };
      const at = 1_795_000_000_000;
      expect(await verified(2, at, 's1')).toEqual([2, 20, at, 's1']);
      expect(await verified(1, at + 9, 's1')).toEqual([2, 20, at, 's1']);
      expect(await verified(3, at - 9, 's1')).toEqual([3, 30, at - 9, 's1']);
      expect(await verified(1, 7, 's2')).toEqual([1, 10, 7, 's2']);
    });

    it('retires once, keeps every decision, and counts a producer that starts again', async () => {
      expect(await producers.retire('prd_none', 'ada', 'gone')).toBe(false);
      expect(await producers.retire('prd_a', 'ada', 'its disk is gone')).toBe(true);
      expect(await producers.retire('prd_a', 'bob', 'again')).toBe(false);
      expect(await producers.find('prd_a')).toMatchObject({ retiredBy: 'ada' });
      expect(await producers.accept('prd_none', 'ada', 'x', {})).toBe(false);
      expect(await producers.accept('prd_a', 'bob', 'test data', { failed: [7, 9] })).toBe(true);
      expect(await producers.decisions()).toMatchObject([
        { producerId: 'prd_a', action: 'accept', by: 'bob', detail: { failed: [7, 9] } },
        {
          producerId: 'prd_a',
          action: 'retire',
          by: 'ada',
          reason: 'its disk is gone',
          detail: null,
        },
      ]);
      expect(await producers.register('prd_a', ['api'], 'host', 4)).toBe(true);
      expect(await producers.find('prd_a')).toMatchObject({ retiredAt: null, retiredReason: null });
    });

    it('accepts the first store by itself and a later one by a person', async () => {
      for (const id of ['s1', 's1', 's2', 's2']) await producers.seeStore(id);
      expect(await producers.stores()).toMatchObject([
        { id: 's1', acceptedBy: 'request-desk' },
        { id: 's2', acceptedAt: null },
      ]);
      expect(await producers.acceptStore('s1', 'ada', 'no need')).toBe(false);
      expect(await producers.acceptStore('s2', 'ada', 'moved')).toBe(true);
      expect((await producers.stores())[1]).toMatchObject({
        acceptedBy: 'ada',
        acceptedReason: 'moved',
      });
    });

    it('asks again for a store that comes back: it lacks what the other one held', async () => {
      for (const id of ['s1', 's1']) await producers.seeStore(id);
      expect(await producers.stores()).toMatchObject([
        { id: 's2', acceptedBy: 'ada' },
        { id: 's1', acceptedAt: null, acceptedBy: null },
      ]);
      expect(await producers.acceptStore('s1', 'ada', 'moved back')).toBe(true);
      await producers.seeStore('s1');
      expect((await producers.stores())[1]).toMatchObject({ id: 's1', acceptedBy: 'ada' });
    });
  });
});
