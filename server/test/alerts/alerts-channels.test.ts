import {
  alertChannelList,
  savedChannel,
  testResult,
} from '@request-desk/shared/alert-channels-api';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleCall, consoleCall } from '../../../testkit/clients/console-call.ts';
import { openMailbox } from '../../../testkit/clients/mailbox.ts';
import {
  type AlertsDesk,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from '../../../testkit/desks/alerts-desk.ts';
import { openConsole } from '../../../testkit/desks/console-desk.ts';
import { startTestAlerts } from '../../../testkit/desks/start-test-alerts.ts';
import { alertRoutes } from '../../src/alerts/routes.ts';

const stack = new AsyncDisposableStack();
let desk: AlertsDesk;
let receiver: Receiver;
let call: ConsoleCall;
/** The same desk, where the operator allows no private targets. */
let strict: ConsoleCall;

beforeAll(async () => {
  desk = await openAlertsDesk(Date.parse('2026-03-01T10:00:00Z') / 1000);
  stack.defer(() => desk.close());
  receiver = await openReceiver();
  stack.defer(() => receiver.close());
  [call, strict] = [await consoleOf(true), await consoleOf(false)];
});

afterAll(() => stack.disposeAsync());

async function consoleOf(allowPrivateTargets: boolean): Promise<ConsoleCall> {
  const { now } = desk;
  const alerts = await startTestAlerts(desk, { allowPrivateTargets });
  const staff = await openConsole({
    now,
    register: async (api) => void (await api.register(alertRoutes, { alerts })),
  });
  stack.defer(() => staff.close());
  return consoleCall(staff);
}

const refusal = async (by: ConsoleCall, what: string, body: unknown, status = 422) =>
  (await by(what, body, consoleErrorBody, status)).error;
const names = async () =>
  (await call('GET /alert-channels', undefined, alertChannelList)).items.map(({ name }) => name);
const webhook = (url: string) => ({ name: 'W', settings: { kind: 'webhook', url } });
const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));

describe('a channel that is saved', () => {
  it('is refused when its target would not take a message, and not stored', async () => {
    const { code, message } = await refusal(
      call,
      'POST /alert-channels',
      webhook('http://127.0.0.1:1/'),
    );
    expect([code, message]).toEqual([
      'target_refused',
      'The test message was not delivered: the connection failed (ECONNREFUSED). Nothing was saved.',
    ]);
    const nowhere = await refusal(call, 'POST /alert-channels', webhook('http://nowhere.invalid/'));
    expect(nowhere.message).toMatch(/ENOTFOUND|EAI_AGAIN|cannot be resolved/);
    receiver.answers.push({ status: 404 });
    const gone = await refusal(call, 'POST /alert-channels', webhook(receiver.url));
    expect(gone.message).toContain('the channel answered 404');
    const mail = { kind: 'email', host: '127.0.0.1', port: 1, from: 'a@b.co', to: ['a@b.co'] };
    const silent = await refusal(call, 'POST /alert-channels', { name: 'M', settings: mail });
    expect(silent.message).toContain('the mail server failed');
    expect(await names()).toEqual([]);
  });

  it('is refused with what cannot be stored or read in time, as are all texts about alerts', async () => {
    const matchers = [{ label: 'route', value: '/a\0' }];
    const half = [{ label: 'route', value: '/\ud800' }];
    const [reason, ends_at] = ['deploy', '2026-03-01T11:00:00Z'];
    const window = { title: 't', effect: 'mute', time_zone: 'UTC', duration_min: 60 };
    const long = `http://127.0.0.1:1/${'/'.repeat(60_000)}x`;
    for (const [path, body, field] of [
      ['/silences', { matchers, reason, ends_at }, 'matchers.0.value'],
      ['/silences', { matchers: half, reason, ends_at }, 'matchers.0.value'],
      ['/silences', { matchers: [], reason: 'a\0', ends_at }, 'reason'],
      ['/maintenance', { ...window, matchers, starts: '2026-03-02T10:00' }, 'matchers.0.value'],
      ['/alert-objectives', { name: 'o', target: 0.99, route: '/a\0' }, 'route'],
      ['/deploys', { release: 'a\0' }, 'release'],
      ['/alert-channels', { ...webhook(receiver.url), route: { codes: ['\0'] } }, 'route.codes.0'],
      ['/alert-channels/%00/test', {}, 'NUL'],
      ['/alert-channels', { name: 'A', settings: { kind: 'alertmanager', url: long } }, 'url'],
    ] as const) {
      const { code, message } = await refusal(call, `POST ${path}`, body, 400);
      expect([path, code]).toEqual([path, 'bad_request']);
      expect(message).toContain(field);
    }
  });

  it('keeps nobody waiting for a target that hangs', async () => {
    receiver.answers.push({ status: 0 });
    const started = performance.now();
    const { message } = await refusal(call, 'POST /alert-channels', webhook(receiver.url));
    expect(message).toContain('no answer within 5 s');
    expect(performance.now() - started).toBeLessThan(9_000);
  }, 20_000);

  it('reaches a private address only where the operator allows it, whatever the caller says', async () => {
    const before = receiver.received.length;
    const wished = { kind: 'webhook', url: receiver.url, allow_private: true };
    const { message } = await refusal(strict, 'POST /alert-channels', {
      name: 'I',
      settings: wished,
    });
    expect(message).toContain('ALLOW_PRIVATE_TARGETS');
    const input = { name: 'I', settings: wished, untested: true };
    const saved = await strict('POST /alert-channels', input, savedChannel, 201);
    expect(saved.test).toBeNull();
    const tested = await strict(`POST /alert-channels/${saved.id}/test`, {}, testResult);
    expect(tested).toMatchObject({ ok: false, status: null });
    expect(tested.error).toContain('private network');
    expect(receiver.received).toHaveLength(before);
  });

  it('is tried when where it goes has changed, and not when only its name has', async () => {
    const made = await call('POST /alert-channels', webhook(receiver.url), savedChannel, 201);
    expect(made.test).toMatchObject({ ok: true, status: 200 });
    expect(bodies().at(-1)).toMatchObject({ type: 'alert.test' });
    const count = receiver.received.length;
    const path = `/alert-channels/${made.id}`;
    const renamed = await call(
      `PUT ${path}`,
      { ...webhook(receiver.url), name: 'R' },
      savedChannel,
    );
    expect([renamed.test, renamed.secret, receiver.received.length]).toEqual([null, null, count]);
    const off = { ...webhook('http://127.0.0.1:1/'), name: 'R', enabled: false };
    expect((await call(`PUT ${path}`, off, savedChannel)).test).toBeNull();
    await refusal(call, `PUT ${path}`, { ...off, enabled: true });
  });

  it('pages nobody: PagerDuty is notified of an end, Alertmanager of nothing', async () => {
    const from = receiver.received.length;
    const duty = { kind: 'pagerduty', url: receiver.url, routing_key: 'R1' };
    await call('POST /alert-channels', { name: 'P', settings: duty }, savedChannel, 201);
    const manager = { kind: 'alertmanager', url: receiver.url };
    await call('POST /alert-channels', { name: 'A', settings: manager }, savedChannel, 201);
    const [event, alerts] = bodies().slice(from);
    expect(event).toMatchObject({ routing_key: 'R1', event_action: 'resolve' });
    expect(alerts).toEqual([]);
    receiver.answers.push({ status: 400 });
    const wrong = await refusal(call, 'POST /alert-channels', { name: 'Q', settings: duty });
    expect(wrong.message).toContain('answered 400');
  });
});

describe('a secret', () => {
  it('of a webhook is another where the address is another', async () => {
    const made = await call('POST /alert-channels', webhook(receiver.url), savedChannel, 201);
    const moved = webhook(`${receiver.url}/elsewhere`);
    const after = await call(`PUT /alert-channels/${made.id}`, moved, savedChannel);
    expect(after.secret).toMatch(/^whsec_/);
    expect(after.secret).not.toBe(made.secret);
  });

  it('that is somebody else’s has to be given again, and nothing goes out before', async () => {
    const attacker = await openReceiver();
    stack.defer(() => attacker.close());
    const duty = { kind: 'pagerduty', url: receiver.url, routing_key: 'SECRET' };
    const made = await call(
      'POST /alert-channels',
      { name: 'P', settings: duty },
      savedChannel,
      201,
    );
    const path = `/alert-channels/${made.id}`;
    for (const untested of [false, true]) {
      const moved = { name: 'P', settings: { kind: 'pagerduty', url: attacker.url }, untested };
      const { message } = await refusal(call, `PUT ${path}`, moved, 400);
      expect(message).toContain('settings.routing_key');
    }
    await call(`POST ${path}/test`, {}, testResult);
    expect(attacker.received).toEqual([]);
    const same = { name: 'Same', settings: { kind: 'pagerduty', url: receiver.url } };
    expect((await call(`PUT ${path}`, same, savedChannel)).secrets_set).toEqual(['routing_key']);
  });

  it('of a mail server does not follow to another server, port or way of encryption', async () => {
    const mailbox = await openMailbox();
    stack.defer(() => mailbox.close());
    const server = { kind: 'email', host: '127.0.0.1', port: mailbox.port, user: 'u' };
    const settings = { ...server, password: 'p', from: 'a@b.co', to: ['a@b.co'] };
    const input = { name: 'M', settings, untested: true };
    const made = await call('POST /alert-channels', input, savedChannel, 201);
    const { password: _, ...without } = settings;
    for (const change of [{ host: 'localhost' }, { port: 2 }, { secure: true }, { user: 'v' }]) {
      const moved = { ...input, settings: { ...without, ...change } };
      const { message } = await refusal(call, `PUT /alert-channels/${made.id}`, moved, 400);
      expect(message).toContain('settings.password');
    }
    const kept = { ...input, settings: { ...without, to: ['c@b.co'] } };
    const after = await call(`PUT /alert-channels/${made.id}`, kept, savedChannel);
    expect(after.secrets_set).toEqual(['password']);
  });
});
