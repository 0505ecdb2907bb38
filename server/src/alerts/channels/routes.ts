import { randomBytes } from 'node:crypto';
import {
  type AlertChannel,
  type ChannelSettings,
  channelInput,
  type TestResult,
} from '@request-desk/shared/alert-channels-api';
import { atLeast } from '@request-desk/shared/staff-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { inputOf } from '../../console/input.ts';
import { needs } from '../../http/route-access.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import type { AlertParts } from '../parts.ts';
import { channelAsWire, mergedSettings } from './as-wire.ts';
import { type Channel, ENVIRONMENT_CHANNEL } from './channels.ts';
import { testSend } from './test-send.ts';

interface ById {
  Params: { id: string };
}
type Saved = AlertChannel & { secret: string | null };

const MOST_CHANNELS = 50;
/** 192 bits, as the Standard Webhooks specification suggests. */
const SECRET_BYTES = 24;
/** Whoever may change where notifications go could read them all. */
const CHANGES = needs('admin', 'channels:change', { confirmed: true });

/** Where notifications go; whoever may change that could read them all, so it takes an admin. */
export async function channelRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { channels, outbox } = parts;
  const now = () => new Date(parts.now());

  app.get(
    '/alert-channels',
    needs('support', 'channels:read'),
    async ({ staff }): Promise<{ items: AlertChannel[] }> => {
      const list = await channels.list();
      const full = atLeast(staff.role, 'admin');
      return { items: await Promise.all(list.map((channel) => asWire(channel, full))) };
    },
  );

  app.post('/alert-channels', CHANGES, async (request, reply): Promise<Saved> => {
    const { staff } = request;
    const input = inputOf(channelInput, request.body);
    if ((await channels.list()).length >= MOST_CHANNELS)
      throw badRequest(`At most ${MOST_CHANNELS} channels; remove one first.`);
    const { settings, made } = withSecret(input.settings);
    requireSecrets(settings);
    const channel = await channels.create({ ...input, settings }, staff.id, now());
    audit(request, { by: staff.id, did: 'channels:create', channel: channel.id });
    reply.code(201);
    return { ...(await asWire(channel)), secret: made };
  });

  app.put<ById>('/alert-channels/:id', CHANGES, async (request): Promise<Saved> => {
    const { staff } = request;
    const input = inputOf(channelInput, request.body);
    const before = await changeable(request);
    const merged = mergedSettings(before.settings, input.settings);
    const { settings, made } = withSecret(merged);
    requireSecrets(settings);
    await channels.change(before.id, { ...input, settings }, staff.id, now());
    audit(request, { by: staff.id, did: 'channels:change', channel: before.id });
    const after = await known(before.id);
    return { ...(await asWire(after)), secret: made };
  });

  app.delete<ById>('/alert-channels/:id', CHANGES, async (request, reply): Promise<void> => {
    const { staff } = request;
    const { id } = await changeable(request);
    await channels.remove(id);
    audit(request, { by: staff.id, did: 'channels:remove', channel: id });
    return await reply.code(204).send();
  });

  app.post<ById>(
    '/alert-channels/:id/test',
    needs('admin', 'channels:test'),
    async (request): Promise<TestResult> => {
      const { staff } = request;
      const channel = await known(request.params.id);
      audit(request, { by: staff.id, did: 'channels:test', channel: channel.id });
      return await testSend(channel, parts);
    },
  );

  async function known(id: string): Promise<Channel> {
    const channel = await channels.find(id);
    if (!channel) throw absent('channel');
    return channel;
  }

  async function changeable({ params }: FastifyRequest<ById>): Promise<Channel> {
    const channel = await known(params.id);
    if (channel.id === ENVIRONMENT_CHANNEL)
      throw badRequest('This channel is set by ALERT_WEBHOOK_URL; change the variable.');
    return channel;
  }

  async function asWire(channel: Channel, withSettings = true): Promise<AlertChannel> {
    const rows = await outbox.log(channel.id, 1);
    return channelAsWire(channel, deliveriesAsWire(rows, [channel])[0], withSettings);
  }
}

/** A webhook without a secret gets one; it is shown this once. */
function withSecret(settings: ChannelSettings): {
  settings: ChannelSettings;
  made: string | null;
} {
  if (settings.kind !== 'webhook' || settings.secret !== undefined) return { settings, made: null };
  const made = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  return { settings: { ...settings, secret: made }, made };
}

function requireSecrets(settings: ChannelSettings): void {
  if (settings.kind === 'slack' && settings.url === undefined)
    throw badRequest('settings.url: the address of the incoming webhook is needed');
  if (settings.kind === 'pagerduty' && settings.routing_key === undefined)
    throw badRequest('settings.routing_key: the integration key is needed');
}
