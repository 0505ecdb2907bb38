import { randomBytes } from 'node:crypto';
import type { Profile } from '@request-desk/shared/profile';
import { chargeId } from '../profiles/charges.ts';

const NANOS = 1_000_000n;

interface Place {
  readonly otlpUrl: string;
  /** The desk's INGEST_API_TOKEN. */
  readonly token: string;
}

/**
 * Sends a failure of each code and cause of the Charges API, of a code that its profile does not
 * know and of none, as any language would: OTLP in JSON. Returns their request ids.
 */
export async function sendEveryCause(
  profile: Profile,
  { otlpUrl, token }: Place,
): Promise<string[]> {
  const kinds: Record<string, string | number>[] = [
    ...Object.entries(profile.codes).flatMap(([code, { status, causes }]) =>
      Object.keys(causes).map((cause) => ({
        'http.response.status_code': status,
        'request_desk.error.code': code,
        'request_desk.error.cause': cause,
      })),
    ),
    { 'http.response.status_code': 418, 'request_desk.error.code': 'brand_new' },
    { 'http.response.status_code': 402 },
  ];
  const ids = kinds.map((_, index) => chargeId(index + 1));
  const records = kinds.map((kind, index) =>
    recordOf({
      'request_desk.contract': 1,
      'request_desk.request.id': ids[index] ?? '',
      'request_desk.request.duration_ms': 12,
      'request_desk.error.message': 'It did not work.',
      'request_desk.org.id': 'acct_9k2m4x7q1z0a',
      'request_desk.api_key.prefix': 'sk_4eC3',
      'request_desk.resource.owner_org': 'acct_3b8n5c6v2m1k',
      'request_desk.scope.required': 'charges',
      'request_desk.rate_limit.window': 'burst',
      'request_desk.rate_limit.limit': 20,
      'request_desk.rate_limit.used': 20,
      'http.request.method': 'POST',
      'http.route': '/v1/charges',
      'url.path': '/v1/charges',
      ...kind,
    }),
  );
  const service = [{ key: 'service.name', value: { stringValue: profile.service } }];
  const scopeLogs = [{ scope: { name: 'charges' }, logRecords: records }];
  const response = await fetch(`${otlpUrl}/v1/logs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource: { attributes: service }, scopeLogs }] }),
  });
  if (!response.ok) throw new Error(`/v1/logs: ${response.status} ${await response.text()}`);
  return ids;
}

function recordOf(attributes: Readonly<Record<string, string | number>>) {
  const at = String(BigInt(Date.now()) * NANOS);
  return {
    timeUnixNano: at,
    observedTimeUnixNano: at,
    eventName: 'request_desk.request',
    severityNumber: 13,
    severityText: 'WARN',
    body: { stringValue: 'failed' },
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
    })),
  };
}
