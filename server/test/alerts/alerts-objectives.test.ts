import { firingAlerts } from '@request-desk/shared/alerts-api';
import { burnDown, objective, objectiveList } from '@request-desk/shared/objectives-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failing, firing, pass, passMany } from '../../../testkit/alerts/alerts-run.ts';
import { type AlertsConsole, openAlertsConsole } from '../../../testkit/desks/alerts-console.ts';
import { alertEngine } from '../../src/database/schema.ts';

const ROUTE = '/public/v1/meetings';
const spec = { name: 'The API', target: 0.9999, window_days: 7 };
let on: AlertsConsole;
let id: string;

beforeAll(async () => {
  on = await openAlertsConsole(Date.parse('2026-03-01T10:00:00Z') / 1000);
  // A desk that has known for long how little usually fails: else the burn itself would be usual.
  const baselines = { '500|global|': { errors: 10, requests: 1_000_000 } };
  const learned = { baselines, traffic: {}, learned: 600, history: [] };
  await on.desk.database.orm.insert(alertEngine).values({ id: 'main', learned });
}, 60_000);
afterAll(() => on.close());

const all = async () => (await on.staff.get('/alert-objectives', objectiveList)).items;

describe('an objective', () => {
  it('is made before there is anything to judge, and says so', async () => {
    const made = await on.call('POST /alert-objectives', spec, objective, 201);
    id = made.id;
    expect(made).toMatchObject({ spec: { route: null, enabled: true }, firing: null });
    expect(made.budget).toMatchObject({ requests: 0, budget_left: 1 });
    expect(made.warnings).toContain('No request in the window.');
  });

  it('is what a burn is measured by: it fires, and the alert says so', async () => {
    const { desk, run, staff } = on;
    await pass(desk, run, failing(0));
    await passMany(desk, run, 7, failing(0));
    const burning = {
      traffic: [{ count: 1993 }, { count: 7, code: 'internal_error', cause: 'exception' }],
      looks: [1],
    };
    await passMany(desk, run, 68, burning);
    expect(await firing(desk)).toEqual(['global-500 page']);
    const [incident] = (await staff.get('/alerts/firing', firingAlerts)).items;
    expect(incident?.budget).toMatchObject({ window_s: 600, bursts: 0 });
    expect(incident?.budget?.allowed_ratio).toBeCloseTo(0.0001);
    expect(incident?.summary).toMatch(/times as many as the objective allows \(0.01 %\)$/);
    expect((await all())[0]?.firing).toBe(incident?.id);
  }, 180_000);

  it('shows what is left of its budget, its history, and what counts against it', async () => {
    const [mine] = await all();
    const errors = 68 * 7;
    expect(mine?.budget).toMatchObject({ errors, burn: { length: 3 } });
    expect(mine?.budget?.budget_left).toBeLessThan(0);
    expect(mine?.warnings.join('\n')).toMatch(/of 7 days[\s\S]*It is not met: 0.3\d % of/);
    const { points } = await on.staff.get(`/alert-objectives/${id}/burn`, burnDown);
    expect(points.at(0)?.budget_left).toBe(1);
    expect(points.at(-1)?.budget_left).toBeLessThan(0);
    expect(points.reduce((sum, point) => sum + point.errors, 0)).toBe(errors);
    const lax = { ...spec, name: 'Lists', route: ROUTE, target: 0.5 };
    const other = await on.call('POST /alert-objectives', lax, objective, 201);
    expect(other.budget?.budget_left).toBeGreaterThan(0.9);
    const nowhere = { ...lax, route: '/nowhere' };
    const { warnings } = await on.call('POST /alert-objectives', nowhere, objective, 201);
    expect(warnings).toContain('No request to this route in the window.');
  });

  it('is refused when it cannot be met, not be judged, or is there already', async () => {
    const { refusal } = on;
    const whole = { ...spec, route: '/x', target: 1 };
    expect(await refusal('POST /alert-objectives', whole)).toContain('cannot be met');
    const long = { ...spec, route: '/x', window_days: 31 };
    expect(await refusal('POST /alert-objectives', long)).toContain('kept for 30 days');
    expect(await refusal('POST /alert-objectives', spec)).toContain('an objective already');
    const moved = { ...spec, route: '/y' };
    expect(await refusal(`PUT /alert-objectives/${id}`, moved)).toContain('cannot be changed');
    expect(await refusal('PUT /alert-objectives/obj_x', spec, 404)).toContain('no such');
    expect(await refusal('GET /alert-objectives/obj_x/burn', undefined, 404)).toContain('no such');
  });

  it('is changed and removed, and that stands in the log', async () => {
    const off = { ...spec, enabled: false };
    const changed = await on.call(`PUT /alert-objectives/${id}`, off, objective);
    expect(changed.spec.enabled).toBe(false);
    await on.call(`DELETE /alert-objectives/${id}`, undefined, z.undefined(), 204);
    expect((await all()).map((one) => one.id)).not.toContain(id);
    for (const did of ['create', 'change', 'remove'])
      expect(on.staff.lines.join('\n')).toContain(`objectives:${did}`);
  });
});
