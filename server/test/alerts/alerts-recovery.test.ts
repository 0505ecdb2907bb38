import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  failing,
  firing,
  pass,
  passCalm,
  type Run,
  runNamed,
} from '../../../testkit/alerts/alerts-run.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
  send,
} from '../../../testkit/desks/alerts-desk.ts';
import { Rules } from '../../src/alerts/rules/rules.ts';
import type { ClickHouse } from '../../src/clickhouse/client.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';
import { alertEngine } from '../../src/database/schema.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
let desk: AlertsDesk;
let receiver: Receiver;
let run: Run;

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  receiver = await openReceiver();
  run = runNamed(desk, 'one', receiver.url);
  await beat(desk.clickhouse, 'api-1', [START + 0.5]);
});

afterAll(async () => {
  await receiver.close();
  await desk.close();
});

const types = () => receiver.received.map(({ body }) => JSON.parse(body).type);

/** The same process, started again: nothing but what was stored is left. */
function restart(clickhouse: ClickHouse = desk.clickhouse): void {
  const view: AlertsDesk = { ...desk, clickhouse, now: desk.now };
  run = runNamed(view, 'one', receiver.url);
}

describe('the evaluator', () => {
  it('judges late rows again', async () => {
    await pass(desk, run, failing(0));
    await pass(desk, run, failing(0));
    const late = { count: 200, code: 'internal_error', cause: 'exception' };
    await send(desk.clickhouse, { ...late, fromS: desk.nowS - 10, toS: desk.nowS });
    await pass(desk, run, failing(200));
    expect(await firing(desk)).toEqual(['global-500 notify']);
  });

  it('goes on after a restart, and calls the time in which it was away no silence', async () => {
    await pass(desk, run, failing(200));
    desk.nowS += 200;
    restart();
    expect(await firing(desk)).toEqual(['global-500 notify']);
    for (let i = 0; i < 6; i++) await pass(desk, run, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
    await expect.poll(types).toEqual(['alert.fired', 'alert.paged']);
  });

  it('takes over within 10 s from a process that was killed, which stores nothing from then on', async () => {
    const killed = run;
    const view: AlertsDesk = { ...desk, now: desk.now };
    const next = runNamed(view, 'two', receiver.url);
    const takesOver = async () => {
      await next.evaluator.tick();
      return next.evaluator.active;
    };
    expect(await takesOver()).toBe(false);
    await expect.poll(takesOver, { timeout: 10_000, interval: 250 }).toBe(true);
    await pass(desk, killed, failing(200));
    expect(killed.evaluator.active).toBe(false);
    await pass(desk, next, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
    expect(types()).toEqual(['alert.fired', 'alert.paged']);
    await next.lease.release();
    restart();
  }, 60_000);

  it('takes over at once from a stopped process whose lease a clock set back made last', async () => {
    const left = { leaseHolder: 'stopped', leaseUntil: sql`now() + interval '1 hour'` };
    await desk.database.orm
      .insert(alertEngine)
      .values({ id: 'main', ...left })
      .onConflictDoUpdate({ target: alertEngine.id, set: left });
    const { lease } = runNamed(desk, 'three');
    expect(await lease.hold()).toBe(true);
    await lease.release();
  });

  it('reports a store that is away as missing telemetry, and ends nothing by it', async () => {
    let away = false;
    const flaky: ClickHouse = {
      embedded: true,
      cluster: undefined,
      database: '',
      query: (sql, params, row) => {
        if (away) return Promise.reject(new StoreUnavailable('away'));
        return desk.clickhouse.query(sql, params, row);
      },
      command: (...args) => desk.clickhouse.command(...args),
      insertFile: (...args) => desk.clickhouse.insertFile(...args),
      close: async () => undefined,
    };
    restart(flaky);
    await pass(desk, run, failing(200));
    away = true;
    const sentBefore = receiver.received.length;
    for (let i = 0; i < 28; i++) {
      desk.nowS += 10;
      await run.evaluator.tick().catch(() => undefined);
      await run.escalator.tick();
      await run.worker.tick();
    }
    expect(await firing(desk)).toEqual(['global-500 page', 'no-data notify']);
    const said = () => receiver.received.slice(sentBefore).map(({ body }) => JSON.parse(body));
    await expect.poll(() => said().map(({ type }) => type)).toEqual(['alert.fired']);
    expect(said()[0]?.data.alerts).toMatchObject([{ rule: 'no-data', current: null }]);
    away = false;
    await pass(desk, run, failing(200));
    await pass(desk, run, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
  });

  it('starts again from what is stored when its lease had lapsed', async () => {
    const { lease } = runNamed(desk, 'one');
    expect(await lease.hold()).toBe(true);
    await desk.database.orm
      .update(alertEngine)
      .set({ leaseUntil: sql`now() - interval '1 second'` });
    expect(await lease.keep()).toBe(false);
    const before = lease.taken;
    expect(await lease.hold()).toBe(true);
    expect(lease.taken).toBe(before + 1);
    expect(await lease.keep()).toBe(true);
    expect(lease.taken).toBe(before + 1);
    await lease.release();
  });

  it('stores and sends nothing of an evaluation in whose middle it lost the lease', async () => {
    let gate: Promise<void> | undefined;
    const slow: ClickHouse = {
      embedded: true,
      cluster: undefined,
      database: '',
      async query(sql, params, row) {
        await gate;
        return await desk.clickhouse.query(sql, params, row);
      },
      command: (...args) => desk.clickhouse.command(...args),
      insertFile: (...args) => desk.clickhouse.insertFile(...args),
      close: async () => undefined,
    };
    restart(slow);
    await pass(desk, run, failing(200));
    await pass(desk, run, { ...failing(0), looks: [] });
    const before = await desk.database.orm.select().from(alertEngine);
    const sentBefore = receiver.received.length;
    desk.nowS += 11;
    await desk.rollups.tick();
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    const ticking = run.evaluator.tick();
    const thief = { leaseHolder: 'thief', leaseUntil: sql`now() + interval '9 seconds'` };
    await desk.database.orm.update(alertEngine).set(thief);
    open.resolve();
    expect(await ticking).toBe(false);
    expect(run.evaluator.active).toBe(false);
    const after = await desk.database.orm.select().from(alertEngine);
    expect(
      after.map(({ state, judgedTo, evaluatedBy }) => ({ state, judgedTo, evaluatedBy })),
    ).toEqual(before.map(({ state, judgedTo, evaluatedBy }) => ({ state, judgedTo, evaluatedBy })));
    expect(receiver.received).toHaveLength(sentBefore);
    await desk.database.orm.update(alertEngine).set({ leaseHolder: null, leaseUntil: null });
    desk.nowS -= 11;
  });

  const step = (seconds: number) => {
    desk.nowS += seconds;
    desk.steppedS += seconds;
  };

  it.each([
    ['back by half an hour', -1800],
    ['ahead by five minutes', 300],
    ['ahead by two hours', 7200],
    ['back by a day', -86_400],
  ])('ends and tells nothing when it starts after the clock was put %s', async (_, seconds) => {
    restart();
    await pass(desk, run, failing(200));
    const sentBefore = types().length;
    step(seconds);
    restart();
    for (const count of [0, 200, 200]) await pass(desk, run, failing(count));
    expect(await firing(desk)).toEqual(['global-500 page']);
    expect(types().slice(sentBefore)).toEqual([]);
  });

  it('goes on when the clock is put back or ahead, without ending or telling anything', async () => {
    restart();
    await pass(desk, run, failing(200));
    step(-1800);
    await run.evaluator.tick();
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
    const sentBefore = types().length;
    for (const ahead of [300, 7200]) {
      step(ahead);
      await run.evaluator.tick();
      for (const count of [0, 200, 200]) await pass(desk, run, failing(count));
      expect(await firing(desk)).toEqual(['global-500 page']);
    }
    expect(types().slice(sentBefore)).toEqual([]);
    expect(types().filter((type) => type === 'alert.paged')).toHaveLength(1);
  });

  it('takes an outage that is over for no news when the clock is put back to before it', async () => {
    await passCalm(desk, run, 1830);
    expect(await firing(desk)).toEqual([]);
    const counts = { measure: 'count', severity: 'page' } as const;
    const of = {
      threshold: 20,
      min_errors: 1,
      window_s: 60,
      name: 'Faults',
      codes: ['internal_error'],
      enabled: true,
    };
    const where = { route: null, org: null, each: null };
    const rules = new Rules(desk.database);
    await rules.create({ ...counts, ...of, ...where }, 'test', new Date(desk.now()));
    await pass(desk, run, failing(0));
    const sentBefore = types().length;
    step(-400);
    restart();
    for (let i = 0; i < 40; i++) await pass(desk, run, { ...failing(0), looks: [1] });
    expect(await firing(desk)).toEqual([]);
    expect(types().slice(sentBefore)).toEqual([]);
    for (let i = 0; i < 2; i++) await pass(desk, run, failing(200));
    expect(await firing(desk)).toContain('global-500 notify');
  }, 60_000);
});
