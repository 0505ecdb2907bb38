import type { TestResult } from '@request-desk/shared/alert-channels-api';
import { newTimedId } from '../../database/new-id.ts';
import { alertLinks } from '../delivery/links.ts';
import { DeliveryFault } from '../notifiers/delivery-fault.ts';
import type { Message, Notice } from '../notifiers/message.ts';
import { notify, probe, type Target } from '../notifiers/registry.ts';
import type { AlertParts } from '../parts.ts';
import type { Channel } from './channels.ts';

/** Who saves a channel waits for it. */
const PROBE_MS = 5_000;

/** Sends one made-up message now and says what came back. */
export function testSend(channel: Channel, parts: AlertParts): Promise<TestResult> {
  return outcomeOf(() => notify(testMessage(parts), channel));
}

/** Whether a target takes messages, within a few seconds; pages nobody. */
export function testTarget(target: Target, parts: AlertParts): Promise<TestResult> {
  return outcomeOf(async () => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new DeliveryFault(`no answer within ${PROBE_MS / 1000} s`)),
      PROBE_MS,
    );
    try {
      return await Promise.race([probe(testMessage(parts), target, PROBE_MS), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  });
}

async function outcomeOf(send: () => Promise<number | null>): Promise<TestResult> {
  const started = performance.now();
  const duration = () => Math.round(performance.now() - started);
  try {
    return { ok: true, status: await send(), error: null, duration_ms: duration() };
  } catch (error) {
    const fault = error instanceof DeliveryFault ? error : undefined;
    const text = fault?.message ?? 'the message could not be made';
    return { ok: false, status: fault?.status ?? null, error: text, duration_ms: duration() };
  }
}

function testMessage({ profile, now, consoleUrl, sentry }: AlertParts): Message {
  const at = new Date(now());
  const id = newTimedId('dlv', at.getTime());
  const notices = [testNotice(at, { profile, consoleUrl, sentry })];
  return { id, source: profile.service, createdAt: at, now: at, notices, more: 0 };
}

function testNotice(at: Date, options: Parameters<typeof alertLinks>[1]): Notice {
  const iso = at.toISOString();
  const incident: Notice['incident'] = {
    id: newTimedId('alr', at.getTime()),
    rule: 'test',
    scope: 'global',
    severity: 'notify',
    title: 'a message from Request Desk, nothing is wrong',
    state: 'firing',
    phase: 'firing',
    started_at: iso,
    fired_at: iso,
    paged_at: null,
    ended_at: null,
    end_reason: null,
    sample_request_ids: [],
    labels: { rule: 'test', severity: 'notify', code: '', route: '', org: '', kind: 'global' },
    acknowledged: null,
    silenced_by: null,
    clears_at: null,
    budget: null,
    summary: 'this channel works',
  };
  const evidence: Notice['evidence'] = {
    window_s: 0,
    requests: 0,
    errors: 0,
    ratio: 0,
    proven_ratio: 0,
    usual_ratio: 0,
    orgs: [],
    org_count: 0,
    routes: [],
    releases: [],
    deployed: null,
    series: [],
  };
  const links = { ...alertLinks(incident, options), alert: `${options.consoleUrl()}/alerts` };
  return { change: 'test', incident, evidence, hit: [], links: { ...links, sentry: null } };
}
