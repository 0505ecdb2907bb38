import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { MEETSO_PROFILE } from '../meetso/profile.ts';
import { aboutRequest } from './dossier.ts';
import type { LookupOptions } from './sources.ts';
import { factsOf } from './stored-event.ts';

const ID = 'req_70ac81fe9ef7a3c6';
const AT_US = Date.parse('2026-11-25T14:02:07.250Z') * 1000;

/** Only what building from an event may touch. */
const places = {
  profile: MEETSO_PROFILE,
  sentry: loadConfig({}).sentry,
  clickhouse: { database: 'request_desk' },
  watermark: { currentTo: () => null },
  consoleUrl: () => 'http://desk.internal',
  publicApiUrl: () => 'https://api.meetso.example',
} as unknown as LookupOptions;

/** What may show in a reply: everything else is internal. */
const PUBLIC = {
  'request_desk.request.id': ID,
  'request_desk.error.message': 'There is no such meeting',
  'request_desk.request.duration_ms': '250',
};

function replyFor(code: string, internal: Readonly<Record<string, string>>) {
  const attributes = { ...internal, ...PUBLIC, 'request_desk.error.code': code };
  const facts = factsOf({
    trace_id: '70ac81fe9ef7a3c6d4dcb464a2509160',
    ...{ at_us: AT_US, span_id: '', severity: 'WARN', body: '', event: 'request_desk.request' },
    service: internal['service.name'] ?? 'meetso-api',
    release: internal['service.version'] ?? '1.0.0',
    ...{ sender: 'api', own: 1 },
    attributes,
  });
  if (facts === undefined) throw new Error('not an event');
  return aboutRequest(places, facts, ID, internal['org.name'] ?? '').reply;
}

const CODES = Object.keys(MEETSO_PROFILE.codes);

describe('the reply', () => {
  it.each(CODES)('%s: no internal field changes it', (code) => {
    const names = [
      ...[
        'request_desk.error.cause',
        'request_desk.org.id',
        'request_desk.api_key.id',
        'request_desk.api_key.prefix',
      ],
      ...[
        'request_desk.resource.owner_org',
        'request_desk.resource.deleted_at',
        'request_desk.auth.problem',
      ],
      ...['exception.type', 'exception.message', 'request_desk.sentry.event_id', 'client.address'],
      ...['user_agent.original', 'url.path', 'http.route', 'http.request.method', 'service.name'],
      ...[
        'service.version',
        'org.name',
        'request_desk.rate_limit.used',
        'request_desk.validation.field',
      ],
      ...['request_desk.validation.value', 'request_desk.scope.held', 'http.response.status_code'],
    ];
    const base = replyFor(code, {});
    const mutation = fc.dictionary(fc.constantFrom(...names), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(mutation, (internal) => {
        expect(replyFor(code, internal)).toEqual(base);
      }),
      { numRuns: 300 },
    );
    for (const name of names) expect(replyFor(code, { [name]: 'INTERNAL' })).toEqual(base);
  });

  it('is the same bytes for what is absent and what is another organisation’s', () => {
    const absent = replyFor('not_found', { 'request_desk.error.cause': 'absent' });
    const other = replyFor('not_found', {
      'request_desk.error.cause': 'other_org',
      'request_desk.resource.owner_org': 'org_secret',
    });
    expect(Buffer.from(JSON.stringify(other))).toEqual(Buffer.from(JSON.stringify(absent)));
  });

  it('names the time with its zone, the next step and the documentation', () => {
    const reply = replyFor('rate_limited', {});
    for (const text of [reply?.short, reply?.long]) {
      expect(text).toContain(ID);
      expect(text).toContain('2026-11-25 14:02:07 UTC');
      expect(text).toContain('Retry-After');
      expect(text).toContain('https://api.meetso.example/docs/errors#rate_limited');
      expect(text).not.toMatch(/[`_]{2}|desk\.internal|undefined/);
    }
  });
});
