import type { RequestEvent } from '@request-desk/fastify/request/request-event';
import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { offsetOf } from '../../server/src/lookup/clues/zone-words.ts';
import { STATUS_OF } from '../../server/src/meetso/catalogue/catalogue.ts';
import { CAUSES, ERROR_CODES } from '../../server/src/meetso/catalogue/causes.ts';
import type { StoredKey } from '../../server/src/meetso/directory/api-keys.ts';
import type { LookupDesk } from '../desks/lookup-desk.ts';
import { seeded } from '../lookup/lookup-simulation.ts';
import type { NoIdCase, Quotable } from './no-id-case.ts';

const LIST = '/public/v1/meetings';
const NOISE = 1_500;
const ORGS = [
  'Fernhill Labs',
  'Quarry Street',
  'Lumen Health GmbH',
  'Atlas Freight',
  'Nordwind Logistik GmbH',
  'Blue Heron Scheduling',
  'Ostsee Reederei AG',
  'Pixelwerk UG',
  'Support Heroes',
  'Meridian Partners',
];
const CLIENTS = [
  'meetso-node/2.2.0',
  'python-requests/2.30.0',
  'curl/8.1.2',
  'axios/1.6.8',
  'okhttp/4.12.0',
];

interface Caller {
  readonly name: string;
  readonly keys: readonly StoredKey[];
}

/** A mail to look up, and the failures that are right for it. */
export interface Asked {
  readonly name: string;
  readonly text: string;
  readonly right: string;
}

/** Fills a desk with failures of many kinds, and that of each case; all before `nowMs`. */
export async function seedNoIds(
  desk: LookupDesk,
  cases: readonly NoIdCase[],
  nowMs: number,
): Promise<Asked[]> {
  const random = seeded(15);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const callers: Caller[] = [];
  for (const name of ORGS) {
    const born = new Date(nowMs - 90 * DAY_MS);
    const { id: orgId } = await desk.orgs.create(name, born);
    const keys = [];
    for (let n = 0; n < 3; n++)
      keys.push((await desk.keys.mint({ orgId, name: `${n}`, scopes: [] }, born)).key);
    callers.push({ name, keys });
  }
  for (let n = 0; n < NOISE; n++) {
    const code = pick(ERROR_CODES);
    const call = pick(['list', 'one', 'create'] as const);
    desk.write(nowMs - random() * 6 * DAY_MS, {
      ...failureOf(code, pick(CAUSES[code]), call, meetingId(random)),
      ...byKey(pick(pick(callers).keys)),
      userAgent: pick(CLIENTS),
    });
  }
  const asked = cases.map((one, n): Asked => {
    const at = momentOf(one.at, nowMs) + Math.floor(random() * 50_000);
    const key = callers[one.org ?? n % ORGS.length]?.keys[n % 3];
    const other = callers[((one.org ?? n) + 3) % ORGS.length];
    if (key === undefined || other === undefined) throw new Error(`no organisation ${one.org}`);
    const meeting = meetingId(random);
    const right = desk.write(at, {
      ...failureOf(one.code, one.cause, one.call, meeting),
      ...(one.org === undefined ? {} : byKey(key)),
      userAgent: one.client ?? pick(CLIENTS),
    });
    const org = callers[one.org ?? 0]?.name ?? '';
    return {
      name: one.name,
      right,
      text: one.mail(quotable(one, { at, org, key, other, meeting })),
    };
  });
  await desk.settle();
  return asked;
}

function failureOf(
  code: (typeof ERROR_CODES)[number],
  cause: string,
  call: NoIdCase['call'],
  meeting: string,
): Partial<RequestEvent> {
  const one = call === 'one';
  return {
    code,
    cause,
    status: STATUS_OF[code],
    message: 'It did not work.',
    method: call === 'create' ? 'POST' : 'GET',
    route: one ? `${LIST}/:id` : LIST,
    path: one ? `${LIST}/${meeting}` : LIST,
  };
}

function byKey({ orgId, id, prefix }: StoredKey): Partial<RequestEvent> {
  return { orgId, keyId: id, keyPrefix: prefix };
}

function meetingId(random: () => number): string {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
  return `mtg_${Array.from({ length: 20 }, () => digits[Math.floor(random() * 36)]).join('')}`;
}

function momentOf([days, time, zone]: NoIdCase['at'], nowMs: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const offset = offsetOf(zone, nowMs) ?? 0;
  const today = Math.floor((nowMs + offset * MINUTE_MS) / DAY_MS) * DAY_MS - offset * MINUTE_MS;
  return today - days * DAY_MS + (hours * 60 + minutes) * MINUTE_MS;
}

interface CaseFacts {
  readonly at: number;
  readonly org: string;
  readonly key: StoredKey;
  /** Another organisation. */
  readonly other: Caller;
  readonly meeting: string;
}

function quotable(
  { at: [, , zone] }: NoIdCase,
  { at, org, key, other, meeting }: CaseFacts,
): Quotable {
  const local = new Date(at + (offsetOf(zone, at) ?? 0) * MINUTE_MS);
  const iso = local.toISOString().slice(0, 10);
  const named = (locale: string, options: Intl.DateTimeFormatOptions) =>
    local.toLocaleDateString(locale, { timeZone: 'UTC', ...options });
  return {
    org,
    orgId: key.orgId,
    keyId: key.id,
    prefix: key.prefix,
    meeting,
    iso,
    domain: `${org
      .replace(/ (?:GmbH|AG|UG)$/, '')
      .toLowerCase()
      .replaceAll(' ', '-')}.example`,
    weekday: named('en', { weekday: 'long' }),
    wochentag: named('de', { weekday: 'long' }),
    datum: iso.split('-').reverse().join('.'),
    monthDay: named('en', { month: 'short', day: 'numeric' }),
    dateHeader: (later) => headerOf(at + later * MINUTE_MS, offsetOf(zone, at) ?? 0),
    utc: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    other: { org: other.name, prefix: other.keys[0]?.prefix ?? '' },
  };
}

function headerOf(ms: number, offset: number): string {
  const zone = `${offset < 0 ? '-' : '+'}${String(Math.abs(offset / 60)).padStart(2, '0')}00`;
  return new Date(ms + offset * MINUTE_MS).toUTCString().replace('GMT', zone);
}
