import { randomBytes } from 'node:crypto';
import { ATTR, REQUEST_EVENT } from '@request-desk/shared/attributes';
import { traceIdOf } from '@request-desk/shared/ids';
import { logsBody } from '../otlp/otlp-bodies.ts';

const FEED_EVERY_MS = 100;

export interface EventFeed {
  /** Events that the listener has taken so far. */
  sent(): number;
  stop(): Promise<void>;
}

/**
 * Sends `perSecond` request events a second to an OTLP listener, as API processes do that hold its
 * INGEST_API_TOKEN: more than one process with limits for its keys would answer.
 */
export function startEventFeed(otlpUrl: string, token: string, perSecond: number): EventFeed {
  const open = new Set<Promise<void>>();
  const started = performance.now();
  let asked = 0;
  let sent = 0;

  async function post(count: number): Promise<void> {
    const response = await fetch(`${otlpUrl}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` },
      body: new Uint8Array(logsBody(Array.from({ length: count }, () => event()))),
    });
    if (response.ok && (await response.arrayBuffer()).byteLength === 0) sent += count;
  }

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond) - asked;
    if (due <= 0) return;
    asked += due;
    const posting = post(due).finally(() => open.delete(posting));
    open.add(posting);
  }, FEED_EVERY_MS);
  return {
    sent: () => sent,
    async stop() {
      clearInterval(timer);
      await Promise.allSettled(open);
    },
  };
}

function event() {
  const requestId = `req_${randomBytes(8).toString('hex')}` as const;
  const n = randomBytes(1)[0] ?? 0;
  const failed = n % 4 === 0;
  return {
    traceId: traceIdOf(requestId),
    eventName: REQUEST_EVENT,
    severity: failed ? 13 : 9,
    attributes: {
      [ATTR.requestId]: requestId,
      [ATTR.orgId]: `org_${n % 6}`,
      [ATTR.keyId]: `key_${n % 30}`,
      [ATTR.keyPrefix]: 'mts_live_feed',
      [ATTR.method]: 'GET',
      [ATTR.route]: '/public/v1/meetings/:id',
      [ATTR.path]: `/public/v1/meetings/mtg_${n}`,
      [ATTR.status]: failed ? 404n : 200n,
      [ATTR.durationMs]: n / 10,
      ...(failed ? { [ATTR.errorCode]: 'not_found', [ATTR.cause]: 'absent' } : {}),
    },
  };
}
