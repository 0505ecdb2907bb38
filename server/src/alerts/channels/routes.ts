import { isDeepStrictEqual } from 'node:util';
import {
  type AlertChannel,
  alertChannelList,
  channelInput,
  savedChannel,
  type TestResult,
  testResult,
} from '@request-desk/shared/alert-channels-api';
import { atLeast } from '@request-desk/shared/staff-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest, ConsoleError } from '../../console/console-error.ts';
import { done, made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import { deliveriesAsWire } from '../delivery/as-wire.ts';
import { Escalations } from '../escalation/escalations.ts';
import type { AlertParts } from '../parts.ts';
import { changesDestination, channelAsWire, mergedSettings } from './as-wire.ts';
import { type Channel, type ChannelValues, ENVIRONMENT_CHANNEL } from './channels.ts';
import { requireSecrets, withSecret } from './secrets.ts';
import { testSend, testTarget } from './test-send.ts';

type Saved = AlertChannel & { secret: string | null; test: TestResult | null };

const MOST_CHANNELS = 50;
/** A person who may change where notifications go could read them all. */
const CHANNEL = { name: 'ChannelInput', schema: channelInput };
interface ById {
  readonly id: string;
}

const CHANGES = needs('admin', 'channels:change', { confirmed: true });

/** Notification channels; a person who may change them could read all messages, so it takes an admin. */
export async function channelRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { channels, outbox, incidents } = parts;
  const now = () => new Date(parts.now());

  route(app, 'GET /alert-channels', {
    access: needs('support', 'channels:read'),
    summary: 'Notification channels',
    answers: ok('AlertChannelList', alertChannelList),
    handle: async ({ staff }): Promise<{ items: AlertChannel[] }> => {
      const list = await channels.list();
      const full = atLeast(staff.role, 'admin');
      return {
        items: await Promise.all(list.map((channel) => channelWithDelivery(channel, full))),
      };
    },
  });

  route(app, 'POST /alert-channels', {
    access: CHANGES,
    summary: 'Create a channel; a webhook without a secret gets one',
    body: CHANNEL,
    answers: made('SavedChannel', savedChannel),
    handle: async (request): Promise<Saved> => {
      const { staff } = request;
      const input = request.body;
      if ((await channels.list()).length >= MOST_CHANNELS)
        throw badRequest(`At most ${MOST_CHANNELS} channels; remove one first.`);
      const { untested, ...values } = input;
      const { settings, made } = withSecret(input.settings);
      requireSecrets(settings, undefined);
      const test = untested ? null : await tested({ ...values, settings }, undefined);
      const channel = await channels.create({ ...values, settings }, staff.id, now());
      audit(request, { by: staff.id, did: 'channels:create', channel: channel.id });
      return { ...(await channelWithDelivery(channel)), secret: made, test };
    },
  });

  route(app, 'PUT /alert-channels/:id', {
    access: CHANGES,
    summary: 'Change a channel; secrets that are left out stay',
    body: CHANNEL,
    answers: ok('SavedChannel', savedChannel),
    handle: async (request): Promise<Saved> => {
      const { staff } = request;
      const input = request.body;
      const before = await changeable(request);
      const { untested, ...values } = input;
      const merged = mergedSettings(before.settings, input.settings);
      const { settings, made } = withSecret(merged);
      requireSecrets(settings, before.settings);
      const test = untested ? null : await tested({ ...values, settings }, before);
      await channels.change(before.id, { ...values, settings }, staff.id, now());
      if (changesDestination(before.settings, settings)) await incidents.forgetChannel(before.id);
      audit(request, { by: staff.id, did: 'channels:change', channel: before.id });
      const after = await known(before.id);
      return { ...(await channelWithDelivery(after)), secret: made, test };
    },
  });

  route(app, 'DELETE /alert-channels/:id', {
    access: CHANGES,
    summary: 'Remove a channel',
    answers: done('Removed'),
    handle: async (request): Promise<void> => {
      const { staff } = request;
      const { id } = await changeable(request);
      const { steps } = await new Escalations(parts.database).chain();
      if (steps.some((step) => step.channels.includes(id)))
        throw badRequest('The escalation uses this channel; remove it there first.');
      await channels.remove(id);
      audit(request, { by: staff.id, did: 'channels:remove', channel: id });
    },
  });

  route(app, 'POST /alert-channels/:id/test', {
    access: needs('admin', 'channels:test'),
    summary: 'Send a test message and return its result',
    answers: ok('TestResult', testResult),
    handle: async (request): Promise<TestResult> => {
      const { staff } = request;
      const channel = await known(request.params.id);
      audit(request, { by: staff.id, did: 'channels:test', channel: channel.id });
      return await testSend(channel, parts);
    },
  });

  async function known(id: string): Promise<Channel> {
    const channel = await channels.find(id);
    if (!channel) throw absent('channel');
    return channel;
  }

  async function changeable({ params }: FastifyRequest<{ Params: ById }>): Promise<Channel> {
    const channel = await known(params.id);
    if (channel.id === ENVIRONMENT_CHANNEL)
      throw badRequest('This channel is set by ALERT_WEBHOOK_URL; change the variable.');
    return channel;
  }

  /** Throws ConsoleError (422) when what is to be saved would not reach anybody. */
  async function tested(
    { enabled, settings }: Pick<ChannelValues, 'enabled' | 'settings'>,
    before: Channel | undefined,
  ): Promise<TestResult | null> {
    const same = before?.enabled === true && isDeepStrictEqual(before.settings, settings);
    if (!enabled || same) return null;
    const target = { settings, allowPrivate: channels.allowPrivate };
    const result = await testTarget(target, parts);
    if (result.ok) return result;
    throw new ConsoleError(
      'target_refused',
      `The test message was not delivered: ${result.error}. Nothing was saved.`,
    );
  }

  async function channelWithDelivery(channel: Channel, withSettings = true): Promise<AlertChannel> {
    const rows = await outbox.log(channel.id, 1);
    return channelAsWire(channel, deliveriesAsWire(rows, [channel])[0], withSettings);
  }
}
