import { firingAlerts, incidentDetail } from '@request-desk/shared/alerts-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing, firing, pass, passCalm, passMany } from '../../../testkit/alerts/alerts-run.ts';
import { type AlertsConsole, openAlertsConsole } from '../../../testkit/desks/alerts-console.ts';
import { poll } from '../../../testkit/poll.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';

let on: AlertsConsole;

beforeAll(async () => {
  on = await openAlertsConsole(Date.parse('2026-03-01T10:00:00Z') / 1000);
}, 60_000);
afterAll(() => on.close());

const message = (type: string) => {
  const found = on.receiver.received.find(({ body }) => JSON.parse(body).type === type);
  return found === undefined ? undefined : JSON.parse(found.body).data.alerts[0];
};

describe('bursts', () => {
  it('page as one incident, and incident, message and history say which window spoke', async () => {
    const { desk, run, staff } = on;
    await pass(desk, run, failing(0));
    await passMany(desk, run, 7, failing(0));
    for (const hot of [3, 3]) {
      for (let i = 0; i < hot; i++) await pass(desk, run, failing(100));
      await passMany(desk, run, 6, failing(0));
    }
    expect(await firing(desk)).toEqual(['global-500 page']);
    const [incident] = (await staff.get('/alerts/firing', firingAlerts)).items;
    expect(incident?.budget).toMatchObject({ window_s: 600, bursts: 2, allowed_ratio: null });
    expect(incident?.summary_of).toBe('paged');
    expect(incident?.summary).toMatch(
      /in 2 bursts within 10 min: 500 of \d+, \d+ times as many as/,
    );
    const detail = await staff.get(`/alerts/${incident?.id}`, incidentDetail);
    expect(detail.events.find(({ kind }) => kind === 'paged')?.note).toBe(incident?.summary);
    expect(detail.events.find(({ kind }) => kind === 'fired')?.note).toBe('');
    expect(detail.lost.errors).toBe(600);
    await poll('the page', async () => message('alert.paged'));
    expect(message('alert.paged').summary).toBe(incident?.summary);
    expect(message('alert.fired').summary).toContain(' s, usually');
  }, 120_000);

  it('are no longer seen and not yet over, until a time that is shown', async () => {
    const { desk, run, staff } = on;
    const [incident] = (await staff.get('/alerts/firing', firingAlerts)).items;
    expect(incident?.phase).toBe('clearing');
    const until = Date.parse(incident?.clears_at ?? '') / 1000;
    expect(until).toBeGreaterThan(desk.nowS);
    await passCalm(desk, run, Math.floor((until - desk.nowS) / 10) * 10 - 20);
    expect(await firing(desk)).toEqual(['global-500 page']);
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(0));
    expect(await firing(desk)).toEqual([]);
    const ended = await staff.get(`/alerts/${incident?.id}`, incidentDetail);
    expect(ended).toMatchObject({ phase: 'resolved', clears_at: null });
  }, 120_000);

  it('page again, acknowledged or not, when one that had come to rest is back to stay', async () => {
    const { desk, run, receiver } = on;
    const pages = () =>
      receiver.received.filter(({ body }) => JSON.parse(body).type === 'alert.paged').length;
    const incidents = new Incidents(desk.database);
    await passMany(desk, run, 9, failing(200));
    expect(await firing(desk)).toEqual(['global-500 page']);
    const [{ id } = { id: '' }] = await incidents.open();
    await incidents.change(id, { acknowledgedAt: new Date(), acknowledgedBy: 'somebody' });
    await passCalm(desk, run, 400);
    await passMany(desk, run, 20, failing(200));
    await expect.poll(pages, { timeout: 15_000 }).toBe(2);
    expect(await incidents.find(id)).toMatchObject({ acknowledgedAt: null, pageNotified: true });
    const kinds = (await incidents.eventsOf(id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['fired', 'paged', 'paged']);
  }, 120_000);

  it('leave behind who evaluated, and when', async () => {
    const { engine } = await on.staff.get('/alerts/firing', firingAlerts);
    expect(engine.evaluated_by).toBe('evaluator');
    expect(Date.now() - Date.parse(engine.evaluated_at ?? '')).toBeLessThan(60_000);
  });
});
