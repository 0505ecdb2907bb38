import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';

const DASHBOARDS = join(import.meta.dirname, '../../../deploy/grafana/dashboards');
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const RANGE = { from: NOW - 60 * MINUTE_MS, to: NOW + MINUTE_MS };
const STEP_S = 60;

const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      title: z.string(),
      description: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.object({ rawSql: z.string() })).length(1),
      fieldConfig: z.object({ overrides: z.array(z.unknown()) }),
    }),
  ),
});

const files = readdirSync(DASHBOARDS);
const dashboards = files.map((name) => ({
  name,
  ...dashboard.parse(JSON.parse(readFileSync(join(DASHBOARDS, name), 'utf8'))),
}));
const panels = dashboards.flatMap((board) =>
  board.panels.map((panel) => ({ at: `${board.title}: ${panel.title}`, board, panel })),
);
let desk: LookupDesk;
let failed: string;

beforeAll(async () => {
  desk = await openLookupDesk({ now: () => NOW });
  const steps = [{ name: 'step', share: 0.5 }];
  const call = { route: '/a', path: '/a', orgId: "org_o'hara", keyId: 'key_a' };
  for (let n = 0; n < 20; n++) desk.write(NOW - n * MINUTE_MS, call, steps);
  const limited = { code: 'rate_limited', cause: 'rate_limited', status: 429 } as const;
  desk.write(NOW - 5 * MINUTE_MS, { ...call, ...limited }, []);
  const fault = { code: 'internal_error', cause: 'exception', status: 500 } as const;
  failed = desk.write(NOW - 3 * MINUTE_MS, { ...call, ...fault }, steps);
  await desk.settle();
});

afterAll(() => desk.close());

/** What Grafana's ClickHouse plugin makes of a statement: its macros and a dashboard's variables. */
function expanded(sql: string, values: Readonly<Record<string, string>>): string {
  const seconds = (ms: number) => Math.floor(ms / 1000);
  const text = sql
    .replace(
      /\$__timeFilter\((\w+)\)/g,
      (_, column) =>
        `${column} >= toDateTime(${seconds(RANGE.from)}) AND ${column} <= toDateTime(${seconds(RANGE.to)})`,
    )
    .replace(
      /\$__timeInterval\((\w+)\)/g,
      (_, column) => `toStartOfInterval(toDateTime(${column}), INTERVAL ${STEP_S} second)`,
    )
    .replaceAll('$__interval_s', String(STEP_S))
    .replace(
      /\$\{(\w+):sqlstring\}/g,
      (_, name) => `'${(values[name] ?? '').replaceAll("'", "''")}'`,
    );
  expect(text).not.toMatch(/\$/);
  return text;
}

function rowsOf(sql: string, values: Readonly<Record<string, string>>) {
  return desk.clickhouse.query(expanded(sql, values), {}, z.record(z.string(), z.unknown()));
}

describe('the dashboards for Grafana', () => {
  it.each(panels)('$at: answers from our tables', async ({ panel: { targets, type } }) => {
    for (const org of ['', "org_o'hara"]) {
      const rows = await rowsOf(targets[0]?.rawSql ?? '', { org, request_id: failed });
      expect(rows.length).toBeGreaterThan(0);
      if (type === 'timeseries') for (const row of rows) expect(row).toHaveProperty('time');
    }
  });

  it('count what is stored, once each', async () => {
    const one = async (title: string, org = '') => {
      const found = panels.find(({ panel }) => panel.title === title);
      const [row] = await rowsOf(found?.panel.targets[0]?.rawSql ?? '', { org });
      return Object.values(row ?? {})[0];
    };
    expect(Number(await one('Requests'))).toBe(22);
    expect(Number(await one('Requests', 'org_other'))).toBe(0);
    expect(Number(await one('Failed'))).toBeCloseTo(2 / 22, 5);
    expect(Number(await one('Faults of ours'))).toBeCloseTo(1 / 22, 5);
    expect(Number(await one('Rate limited'))).toBe(1);
    expect(Number(await one('Organisations hit'))).toBe(1);
  });

  it('find a request and its trace by the id alone', async () => {
    const of = async (title: string) => {
      const found = panels.find(({ panel }) => panel.title === title);
      return await rowsOf(found?.panel.targets[0]?.rawSql ?? '', { request_id: failed });
    };
    expect(await of('Request')).toMatchObject([
      { RequestId: failed, TraceId: traceIdOf(failed), Code: 'internal_error', Status: 500 },
    ]);
    const spans = await of('Trace');
    expect(new Set(spans.map(({ traceID }) => traceID))).toEqual(new Set([traceIdOf(failed)]));
    expect(spans.map(({ operationName }) => operationName)).toContain('step');
    expect((await of('Log lines')).length).toBeGreaterThan(0);
  });

  it('have ids of their own, panels that do not overlap, and variables that exist', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(files.length);
    for (const { name, uid, panels: of, templating } of dashboards) {
      expect(name).toBe(`${uid}.json`);
      expect(new Set(of.map(({ id }) => id)).size).toBe(of.length);
      const cells = of.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { gridPos } of of) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      const known = new Set(['__value', ...templating.list.map((one) => one.name)]);
      const text = readFileSync(join(DASHBOARDS, name), 'utf8');
      for (const [, used = ''] of text.matchAll(/\$\{(\w+)/g)) expect(known, used).toContain(used);
    }
  });

  it('lead to pages that the console has', () => {
    const links = panels.flatMap(({ panel }) =>
      [...JSON.stringify(panel).matchAll(/\$\{console\}(\/\w+\/)/g)].map(([, path]) => path),
    );
    expect(new Set(links)).toEqual(new Set(['/r/', '/orgs/']));
    const routes = readFileSync(
      join(import.meta.dirname, '../../../web/src/app/routes.tsx'),
      'utf8',
    );
    for (const path of links) expect(routes).toContain(`'${path}$id'`);
  });
});
