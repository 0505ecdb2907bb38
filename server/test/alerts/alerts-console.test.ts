import {
  alertChannelList,
  savedChannel,
  testResult,
} from '@request-desk/shared/alert-channels-api';
import { alertRule, alertRuleList, rulePreview } from '@request-desk/shared/alert-rules-api';
import {
  alertHistory,
  alertList,
  deliveryList,
  firingAlerts,
  incidentDetail,
} from '@request-desk/shared/alerts-api';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import { deploy, deployList, silence, silenceList } from '@request-desk/shared/silences-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failing, firing, pass, type Run, runNamed } from '../../../testkit/alerts/alerts-run.ts';
import { type ConsoleCall, consoleCall } from '../../../testkit/clients/console-call.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { startTestAlerts } from '../../../testkit/desks/start-test-alerts.ts';
import type { Alerts } from '../../src/alerts/alerts.ts';
import { alertRoutes } from '../../src/alerts/routes.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
let desk: AlertsDesk;
let receiver: Receiver;
let alerts: Alerts;
let staff: ConsoleDesk;
let run: Run;
let call: ConsoleCall;

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  receiver = await openReceiver();
  const { clickhouse, now } = desk;
  alerts = await startTestAlerts(desk, {
    allowPrivateTargets: true,
    sentry: { dsn: undefined, url: 'https://sentry.example', org: 'acme', project: 'api' },
  });
  staff = await openConsole({
    now,
    register: async (api) => void (await api.register(alertRoutes, { alerts })),
  });
  call = consoleCall(staff);
  run = runNamed(desk, 'evaluator');
  await beat(clickhouse, 'api-1', [START + 0.5]);
});

afterAll(async () => {
  await staff.close();
  await alerts.stop();
  await receiver.close();
  await desk.close();
});

async function remove(ruleId: string): Promise<void> {
  const response = await fetch(`${staff.url}/support/v1/alert-rules/${ruleId}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${STAFF_TOKEN}` },
  });
  expect(response.status).toBe(204);
}

const refusal = async (what: string, body: unknown, status = 400) =>
  (await call(what, body, consoleErrorBody, status)).error.message;

describe('a channel', () => {
  it('is made, tested, and never shows its secret again', async () => {
    const settings = { kind: 'webhook', url: `${receiver.url}/hook?token=abc` };
    const input = { name: 'Desk', settings };
    const made = await call('POST /alert-channels', input, savedChannel, 201);
    expect(made.secret).toMatch(/^whsec_/);
    expect(made.secrets_set).toEqual(['secret']);
    const tested = await call(`POST /alert-channels/${made.id}/test`, {}, testResult);
    expect(tested).toMatchObject({ ok: true, status: 200 });
    const list = await staff.get('/alert-channels', alertChannelList);
    expect(JSON.stringify(list)).not.toContain(made.secret);
    const renamed = { ...input, name: 'Renamed' };
    const after = await call(`PUT /alert-channels/${made.id}`, renamed, savedChannel);
    expect(after).toMatchObject({ name: 'Renamed', secret: null, secrets_set: ['secret'] });
  });

  it('says what is wrong with it', async () => {
    const slack = { name: 'S', settings: { kind: 'slack' } };
    expect(await refusal('POST /alert-channels', slack)).toContain('settings.url');
    const pigeon = { name: 'P', settings: { kind: 'pigeon' } };
    expect(await refusal('POST /alert-channels', pigeon)).toContain('settings.kind');
    expect(await refusal('POST /alert-channels/chn_x/test', {}, 404)).toContain('no such');
    const down = { kind: 'webhook', url: 'http://127.0.0.1:1/' };
    const input = { name: 'Down', settings: down, untested: true };
    await call('POST /alert-channels', input, savedChannel, 201);
  });
});

describe('an alert', () => {
  it('is listed with its evidence, chart, history and deliveries', async () => {
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(0));
    for (let i = 0; i < 3; i++) await pass(desk, run, failing(120));
    expect(await firing(desk)).toEqual(['global-500 notify']);
    await expect.poll(() => receiver.received.length).toBeGreaterThan(1);
    const { items, engine } = await staff.get('/alerts/firing', firingAlerts);
    expect(engine).toMatchObject({ evaluating: true, evaluator: 'evaluator' });
    expect(items[0]).toMatchObject({ title: '500s across the API', phase: 'firing' });
    expect(items[0]?.sample_request_ids).toHaveLength(5);
    const detail = await staff.get(`/alerts/${items[0]?.id}`, incidentDetail);
    expect(detail.evidence).toMatchObject({ org_count: 4, releases: ['1.0.0'] });
    expect(detail.evidence.series.at(-1)?.errors).toBeGreaterThan(0);
    expect(detail.chart.points.some(({ errors }) => errors === 120)).toBe(true);
    expect(detail.events.map(({ kind }) => kind)).toEqual(['fired']);
    expect(detail.deliveries.map(({ channel_name }) => channel_name)).toContain('Renamed');
    expect(detail.sentry_url).toContain('https://sentry.example/organizations/acme/issues/');
    const log = await staff.get('/alert-deliveries', deliveryList);
    expect(log.items.some(({ state, last_error }) => state === 'pending' && last_error)).toBe(true);
    expect((await staff.get('/alerts', alertList)).items).toHaveLength(1);
    expect((await staff.get('/alerts/history?rule=errors-500', alertHistory)).items).toHaveLength(
      1,
    );
  });

  it('belongs to its requests', async () => {
    const at = new Date((START + 45) * 1000);
    const query = { at, code: 'internal_error', status: 500, route: '/x', org: 'org_a' };
    expect((await alerts.alertsAt([query]))[0]).toMatchObject({ title: '500s across the API' });
    expect((await alerts.alertsAt([{ ...query, code: 'not_found' }]))[0]).toBeNull();
    const early = { ...query, at: new Date(0) };
    expect(await alerts.alertsAt([early, query, early])).toMatchObject([
      null,
      { title: '500s across the API' },
      null,
    ]);
  });

  it('is taken on and given back, and both are written down', async () => {
    const { items } = await staff.get('/alerts/firing', firingAlerts);
    const path = `/alerts/${items[0]?.id}`;
    const taken = await call(`POST ${path}/acknowledge`, { note: 'on it' }, incidentDetail);
    expect(taken.acknowledged).not.toBeNull();
    expect(taken.events.at(-1)).toMatchObject({ kind: 'acknowledged', note: 'on it' });
    const back = await call(`POST ${path}/unacknowledge`, {}, incidentDetail);
    expect(back.acknowledged).toBeNull();
    expect(await refusal('POST /alerts/alr_x/acknowledge', {}, 404)).toContain('no such alert');
  });
});

describe('a silence', () => {
  const at = (seconds: number) => new Date((desk.nowS + seconds) * 1000).toISOString();
  const matchers = [{ label: 'rule', value: 'errors-500' }];

  it('keeps a page quiet until it ends', async () => {
    const wanted = { matchers, reason: 'known', ends_at: at(3600) };
    const made = await call('POST /silences', wanted, silence, 201);
    expect(made).toMatchObject({ state: 'active', covers: 1 });
    const before = receiver.received.length;
    for (let i = 0; i < 5; i++) await pass(desk, run, failing(120));
    expect(await firing(desk)).toEqual(['global-500 page']);
    expect(receiver.received).toHaveLength(before);
    await call(`POST /silences/${made.id}/end`, {}, silence);
    await pass(desk, run, failing(120));
    await expect.poll(() => receiver.received.length).toBe(before + 1);
    expect(JSON.parse(receiver.received.at(-1)?.body ?? '').type).toBe('alert.paged');
    expect((await staff.get('/silences', silenceList)).items[0]?.state).toBe('ended');
  });

  it('is refused when it makes no sense', async () => {
    const past = { matchers, reason: 'x', ends_at: at(-1) };
    expect(await refusal('POST /silences', past)).toBe('ends_at: must be in the future');
    const long = { matchers, reason: 'x', ends_at: at(40 * 86_400) };
    expect(await refusal('POST /silences', long)).toContain('at most 30 days');
    const label = { matchers: [{ label: 'colour', value: 'x' }], reason: 'x', ends_at: at(60) };
    expect(await refusal('POST /silences', label)).toContain('must be one of rule');
    expect(await refusal('POST /silences', { ...past, matchers: [] })).toContain('matchers');
  });
});

describe('a rule', () => {
  const spec = {
    name: 'Many 404s',
    codes: ['not_found'],
    measure: 'ratio',
    threshold: 0.2,
    window_s: 60,
    min_errors: 10,
    severity: 'notify',
  };
  const notFound = {
    traffic: [{ count: 100 }, { count: 100, code: 'not_found', cause: 'absent' }],
  };

  it('is previewed, fires, and ends when it is removed', async () => {
    const made = await call('POST /alert-rules', spec, alertRule, 201);
    expect(made.description).toContain('not_found is 20 % or more');
    for (let i = 0; i < 6; i++) await pass(desk, run, notFound);
    expect(await firing(desk)).toContain(`rule:${made.id} notify`);
    const seen = await call('POST /alert-rules/preview', spec, rulePreview);
    expect(seen).toMatchObject({ fired: 1, paged: 0 });
    const rules = await staff.get('/alert-rules', alertRuleList);
    expect(rules.items.find(({ id }) => id === made.id)?.firing).toBe(1);
    await remove(made.id);
    await pass(desk, run, notFound);
    expect(await firing(desk)).not.toContain(`rule:${made.id} notify`);
    const { items } = await staff.get(`/alerts/history?rule=${made.id}`, alertHistory);
    expect(items[0]).toMatchObject({ title: 'Many 404s', end_reason: 'rule_removed' });
  });

  it('on internal_error counts overload and never draining', async () => {
    const own = { ...spec, name: 'Own 500s', codes: ['internal_error'] };
    const rule = { ...own, measure: 'count', threshold: 50 };
    const made = await call('POST /alert-rules', rule, alertRule, 201);
    const refusing = (cause: string) => ({
      traffic: [{ count: 1000 }, { count: 40, code: 'internal_error', cause }],
    });
    for (let i = 0; i < 6; i++) await pass(desk, run, refusing('draining'));
    expect(await firing(desk)).not.toContain(`rule:${made.id} notify`);
    for (let i = 0; i < 6; i++) await pass(desk, run, refusing('overloaded'));
    expect(await firing(desk)).toContain(`rule:${made.id} notify`);
    await remove(made.id);
    await pass(desk, run, failing(0));
  });

  it('for each organisation fires for the one that is hit, and belongs to its requests', async () => {
    const each = { ...spec, name: 'A customer gets 404s', each: 'org', threshold: 0.5 };
    const made = await call('POST /alert-rules', each, alertRule, 201);
    expect(made.description).toContain('not_found of one organisation is 50 %');
    const oneHit = {
      traffic: [
        { count: 40, code: 'not_found', cause: 'absent', orgs: ['org_a'] },
        { count: 100, orgs: ['org_b', 'org_c'] },
        { count: 6, code: 'not_found', cause: 'absent', orgs: ['org_c'] },
      ],
    };
    for (let i = 0; i < 7; i++) await pass(desk, run, oneHit);
    // Errors of the tests before may still rest.
    const ofRules = async () => (await firing(desk)).filter((key) => key.startsWith('rule:'));
    expect(await ofRules()).toEqual([`rule:${made.id}:org_a notify`]);
    const all = (await staff.get('/alerts/firing', firingAlerts)).items;
    const items = all.filter(({ labels }) => labels.rule === made.id);
    expect(items[0]).toMatchObject({
      title: 'A customer gets 404s: org_a',
      labels: { rule: made.id, org: 'org_a', kind: 'org' },
    });
    const detail = await staff.get(`/alerts/${items[0]?.id}`, incidentDetail);
    expect(detail.chart.points.at(-1)).toMatchObject({ requests: 40, errors: 40 });
    const at = new Date(desk.now());
    const query = { at, code: 'not_found', status: 404, route: '/x', org: 'org_a' };
    expect((await alerts.alertsAt([query]))[0]).toMatchObject({ id: items[0]?.id });
    expect((await alerts.alertsAt([{ ...query, org: 'org_c' }]))[0]).toBeNull();
    const seen = await call('POST /alert-rules/preview', each, rulePreview);
    expect(seen.firings.map(({ name }) => name)).toContain('org_a');
    expect(seen.firings.map(({ name }) => name)).not.toContain('org_c');
    await call(`PUT /alert-rules/${made.id}`, { ...each, each: null }, alertRule);
    await pass(desk, run, oneHit);
    expect(await ofRules()).toEqual([]);
    await remove(made.id);
  });

  it('can be switched off when it is built in, and nothing else', async () => {
    const off = await call('POST /alert-rules/errors-500/switch', { enabled: false }, alertRule);
    expect(off.enabled).toBe(false);
    await pass(desk, run, failing(120));
    expect(await firing(desk)).toEqual([]);
    await call('POST /alert-rules/errors-500/switch', { enabled: true }, alertRule);
    expect(await refusal('PUT /alert-rules/no-data', spec)).toContain('built-in');
    for (const [fault, words] of [
      [{ codes: [''] }, 'codes'],
      [{ threshold: 5 }, 'threshold: a ratio is at most 1'],
      [{ window_s: 45 }, 'window_s: must be a multiple of 10'],
      [{ measure: 'count', threshold: 0.5 }, 'a count is at least 1'],
    ] as const) {
      expect(await refusal('POST /alert-rules', { ...spec, ...fault })).toContain(words);
    }
  });
});

describe('deployments', () => {
  it('are recorded by a call, or seen in heartbeats', async () => {
    await call('POST /deploys', { release: '2.0.0' }, deploy, 201);
    await beat(desk.clickhouse, 'api-2', [desk.nowS + 9], '3.0.0');
    await pass(desk, run, { ...failing(0), looks: [11] });
    const { items } = await staff.get('/deploys', deployList);
    expect(items.map(({ release, by }) => `${release} ${by}`).toSorted()).toEqual([
      '2.0.0 automation',
      '3.0.0 telemetry',
    ]);
    const late = { release: '1', at: '2020-01-01T00:00:00Z' };
    expect(await refusal('POST /deploys', late)).toContain('within a day');
  });
});
