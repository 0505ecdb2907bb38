import { createHmac } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { channelSettings } from '@request-desk/shared/alert-channels-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageOf, noticeOf } from '../../../testkit/alerts/alerts-message.ts';
import { openMailbox } from '../../../testkit/clients/mailbox.ts';
import { openReceiver, type Receiver } from '../../../testkit/desks/alerts-desk.ts';
import { DeliveryFault } from '../../src/alerts/notifiers/delivery-fault.ts';
import { postJson } from '../../src/alerts/notifiers/http-post.ts';
import type { Message } from '../../src/alerts/notifiers/message.ts';
import { isPublicAddress } from '../../src/alerts/notifiers/public-address.ts';
import { notify } from '../../src/alerts/notifiers/registry.ts';

let receiver: Receiver;

beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = receiver.answers.length = 0;
});

function notifyBy(settings: Record<string, unknown>, message: Message, timeoutMs?: number) {
  const target = { settings: channelSettings.parse(settings), allowPrivate: true };
  return notify(message, target, timeoutMs);
}

const last = () => receiver.received.at(-1) ?? { path: '', headers: {}, body: '' };
const fault = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof DeliveryFault ? error : undefined),
  );

describe('webhook', () => {
  const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;

  it('is signed by the Standard Webhooks specification', async () => {
    const settings = { kind: 'webhook', url: receiver.url, secret };
    expect(await notifyBy(settings, messageOf([noticeOf('fired')]))).toBe(200);
    const { headers, body } = last();
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(headers['webhook-id']).toBe('dlv_0mabc1234xyz00000000');
    expect(JSON.parse(body)).toMatchObject({
      type: 'alert.fired',
      data: { alerts: [{ title: '500s on /public/v1/meetings', change: 'fired' }], more: 0 },
    });
  });
});

describe('Slack', () => {
  it('shows names as text, whatever is in them', async () => {
    await notifyBy({ kind: 'slack', url: receiver.url }, messageOf([noticeOf('paged')], 3));
    const { text, blocks } = JSON.parse(last().body);
    expect(text).toBe('PAGE: 500s on /public/v1/meetings and 3 more');
    expect(JSON.stringify(blocks)).toContain('&lt;!channel&gt; &amp; \\"Söhne\\" Bcc');
    expect(last().body).not.toContain('<!channel>');
    expect(last().body).toContain('/r/req_70ac81fe9ef7a3c6|req_70ac81fe9ef7a3c6>');
  });

  it('stays within the limits for a thousand alerts', async () => {
    const many = Array.from({ length: 100 }, () => noticeOf('fired'));
    await notifyBy({ kind: 'slack', url: receiver.url }, messageOf(many, 900));
    const { blocks } = JSON.parse(last().body);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks.at(-1))).toContain('and 990 more');
  });
});

describe('PagerDuty', () => {
  const settings = () => ({ kind: 'pagerduty', url: receiver.url, routing_key: 'R123' });

  it('triggers, raises and resolves one incident', async () => {
    await notifyBy(settings(), messageOf([noticeOf('fired')]));
    await notifyBy(settings(), messageOf([noticeOf('paged', { severity: 'page' })]));
    await notifyBy(settings(), messageOf([noticeOf('ended')]));
    const events = receiver.received.map(({ body }) => JSON.parse(body));
    expect(events.map((event) => event.event_action)).toEqual(['trigger', 'trigger', 'resolve']);
    expect(events.map((event) => event.payload?.severity)).toEqual([
      'warning',
      'critical',
      undefined,
    ]);
    expect(new Set(events.map((event) => event.dedup_key)).size).toBe(1);
  });
});

describe('Alertmanager', () => {
  it('ends the notification when it becomes a page', async () => {
    const settings = { kind: 'alertmanager', url: `${receiver.url}/` };
    await notifyBy(settings, messageOf([noticeOf('paged', { severity: 'page' })]));
    expect(last().path).toBe('/api/v2/alerts');
    const alerts = JSON.parse(last().body);
    expect(alerts.map((alert: { labels: { severity: string } }) => alert.labels.severity)).toEqual([
      'notify',
      'page',
    ]);
    expect(alerts[0].endsAt).toBe('2026-03-01T10:00:22.000Z');
  });
});

describe('email', () => {
  it('arrives once, and no name can add a header', async () => {
    const { port, mails, close } = await openMailbox();
    const settings = {
      kind: 'email',
      host: '127.0.0.1',
      port,
      from: 'desk@example.com',
      to: ['oncall@example.com'],
    };
    expect(await notifyBy(settings, messageOf([noticeOf('fired')]))).toBe(250);
    await close();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('Message-ID: <dlv_0mabc1234xyz00000000@request-desk>');
    expect(mails[0]).not.toMatch(/^Bcc:/m);
  });

  it('gives up on a server that says a little now and then, and hangs up', async () => {
    const closed = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      socket.write('220 ready\r\n');
      const drip = setInterval(() => socket.write('250-wait\r\n'), 40);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(drip);
        closed.resolve();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const settings = { kind: 'email', host: '127.0.0.1', port, from: 'a@b.co', to: ['a@b.co'] };
    const sent = notifyBy(settings, messageOf([noticeOf('fired')]), 150);
    expect(await fault(sent)).toMatchObject({
      message: 'the mail server did not take it within 0.45 s',
      retryable: true,
    });
    await closed.promise;
    server.close();
  });
});

/** A server that says what it likes once it has heard something; `close` waits for its connections. */
async function openRaw(answer: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('whatever the channel does', () => {
  const limits = { allowPrivate: true, timeoutMs: 10_000 };
  const post = { body: '{}' };

  it('only a 2xx counts, and a redirect is not followed', async () => {
    receiver.answers.push({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    const found = await fault(postJson({ ...post, url: receiver.url }, limits));
    expect(found).toMatchObject({ status: 302, retryable: false });
    expect(receiver.received).toHaveLength(1);
    for (const [status, retryable] of [
      [400, false],
      [404, false],
      [408, true],
      [429, true],
      [500, true],
      [503, true],
    ] as const) {
      receiver.answers.push({ status });
      expect(await fault(postJson({ ...post, url: receiver.url }, limits))).toMatchObject({
        status,
        retryable,
      });
    }
  });

  it('honours Retry-After', async () => {
    receiver.answers.push({ status: 429, headers: { 'retry-after': '7' } });
    const found = await fault(postJson({ ...post, url: receiver.url }, limits));
    expect(found?.retryAfterMs).toBe(7000);
  });

  it('gives up on one that hangs', async () => {
    receiver.answers.push({ status: 0 });
    const found = await fault(
      postJson({ ...post, url: receiver.url }, { ...limits, timeoutMs: 300 }),
    );
    expect(found).toMatchObject({ message: 'no answer within 0.3 s', retryable: true });
  });

  it.each([
    ['a body that never ends', 'HTTP/1.1 200 OK\r\n\r\n', 200],
    ['a body that never comes', 'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n', 200],
    ['a failure whose body never ends', 'HTTP/1.1 503 Busy\r\n\r\n', 503],
  ])('the status is the answer: %s', async (_, head, status) => {
    const { url, close } = await openRaw((socket) => {
      socket.write(head);
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const sent = postJson({ ...post, url }, { ...limits, timeoutMs: 300 });
    const answer = await sent.catch((error: DeliveryFault) => error.status);
    expect(answer).toBe(status);
    await close();
  });

  it('fails on one that changes the protocol, and does not wait for ever', async () => {
    const head = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
    const { url, close } = await openRaw((socket) => socket.end(head));
    const found = await fault(postJson({ ...post, url }, limits));
    expect(found).toMatchObject({ message: 'the connection closed without an answer' });
    expect(found?.retryable).toBe(true);
    await close();
  });

  it('reaches no private address unless that is allowed', async () => {
    for (const url of [
      receiver.url,
      'http://localhost:1/',
      'http://[::1]:1/',
      'http://0x7f.1:1/',
    ]) {
      const found = await fault(postJson({ ...post, url }, { ...limits, allowPrivate: false }));
      expect(found?.message).toContain('private network');
      expect(found?.retryable).toBe(false);
    }
    const inside = ['10.0.0.1', '169.254.169.254', '100.64.0.1', '::ffff:10.0.0.1', 'fd00::1'];
    const outside = ['1.1.1.1', '8.8.8.8', '2606:4700::1111'];
    expect(inside.filter(isPublicAddress)).toEqual([]);
    expect(outside.filter(isPublicAddress)).toEqual(outside);
    expect(['64:ff9b::a00:1', '2002:a00:1::', '::', 'fe80::1'].filter(isPublicAddress)).toEqual([]);
  });
});
