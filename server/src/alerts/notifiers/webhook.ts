import { createHmac } from 'node:crypto';
import { DeliveryFault } from './delivery-fault.ts';
import { postJson } from './http-post.ts';
import type { Message, Notice } from './message.ts';
import type { Notifier } from './notifier.ts';

/** JSON to any address, signed by the Standard Webhooks specification (symmetric, v1). */
export const webhook: Notifier<'webhook'> = {
  kind: 'webhook',
  missing: null,
  target: ({ url }) => new URL(url).origin,
  async send(message, { url, secret }, limits) {
    if (secret === undefined) {
      throw new DeliveryFault('the channel has no signing secret', { retryable: false });
    }
    const body = JSON.stringify(payloadOf(message));
    const headers = signed(message.id, message.now, body, secret);
    return await postJson({ url, body, headers }, limits);
  },
};

function payloadOf({ notices, more, createdAt }: Message) {
  const change = notices[0]?.change ?? 'test';
  return {
    type: `alert.${change}`,
    timestamp: createdAt.toISOString(),
    data: { alerts: notices.map(alertOf), more },
  };
}

function alertOf({ change, incident, evidence, hit, links }: Notice) {
  const { series: _, ...seen } = evidence;
  return { change, ...incident, evidence: seen, hit, links };
}

function signed(id: string, now: Date, body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    'idempotency-key': id,
  };
}
