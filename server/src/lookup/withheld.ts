import { isIP } from 'node:net';
import { ATTR } from '@request-desk/shared/attributes';
import type { Dossier, DossierFound, Verdict } from '@request-desk/shared/dossier';
import { type Revealable, type Revealed, WITHHELD } from '@request-desk/shared/reveal-api';
import { mapInTurns } from '../workers/loop-turns.ts';
import type { LookupOptions } from './sources.ts';

type Attributes = Readonly<Record<string, string>>;

/**
 * Attributes by which OpenTelemetry's libraries name the client, now and before, and headers that proxies
 * name it by.
 */
const ADDRESSES =
  /(?:^|[._])(?:client[._](?:socket[._])?address|(?:client|remote|user)[._]ip|source[._](?:address|ip)|network[._]peer[._]address|net[._]peer[._]ip|net[._]sock[._]peer[._]addr|remote[._]addr(?:ess)?|(?:x[-_])?forwarded(?:[-_]for)?|(?:x[-_])?(?:real|client|cluster[-_]client)[-_]ip|(?:true[-_]client|cf[-_]connecting|fastly[-_]client)[-_]ip)(?:\.\d+)?$/i;
/** An address of IPv4 or IPv6 in a list of such. */
const ADDRESS = /[0-9a-f]{0,4}(?:[.:][0-9a-f]{0,4}){2,10}/gi;
const STACKS: ReadonlySet<string> = new Set([ATTR.exceptionStack, 'error.stack', 'stack']);
/** Frames of JavaScript, Java and .NET, of Python, and of Go, from the first of them on. */
const FRAMES =
  /(?:\r?\n[ \t]*at |\n?Traceback \(most recent call last\)|\ngoroutine \d+ \[)[\s\S]*$/;

/** The answer without client addresses, stacks, and whose thing it was that a customer asked for. */
export async function withheld(answer: Dossier): Promise<Dossier> {
  if (!answer.found) return answer;
  const values = namesIn(answer);
  const hide = (text: string) => withoutNames(withoutFrames(text), values);
  const { request } = answer;
  return {
    ...answer,
    request: request && { ...request, attributes: hidden(request.attributes, hide) },
    verdict: hiddenVerdict(answer.verdict, hide),
    spans: await mapInTurns(answer.spans, (span) => ({
      ...span,
      status_message: hide(span.status_message),
      attributes: hidden(span.attributes, hide),
      events: span.events.map((event) => ({
        ...event,
        attributes: hidden(event.attributes, hide),
      })),
      links: span.links.map((link) => ({ ...link, attributes: hidden(link.attributes, hide) })),
    })),
    logs: await mapInTurns(answer.logs, (log) => ({
      ...log,
      body: hide(log.body),
      attributes: hidden(log.attributes, hide),
    })),
  };
}

/** What `withheld` leaves out of a whole answer. */
export async function revealed(
  { directory }: Pick<LookupOptions, 'directory'>,
  { request_id, request, spans, logs }: DossierFound,
): Promise<Revealed> {
  const event: Attributes = request?.attributes ?? {};
  const owner = event[ATTR.ownerOrg] ?? '';
  const stacks = [
    ...stacksOf('event', event),
    ...spans.flatMap(({ span_id, attributes, events }) =>
      [attributes, ...events.map((one) => one.attributes)].flatMap((one) =>
        stacksOf(`span ${span_id}`, one),
      ),
    ),
    ...logs.flatMap(({ at, body, attributes }) => [
      ...stacksOf(`log ${at}`, attributes),
      ...(FRAMES.test(body) ? [{ of: `log ${at}`, stack: body }] : []),
    ]),
  ];
  return {
    request_id,
    org: request?.org ?? '',
    stacks,
    client_address: event[ATTR.clientAddress] ?? '',
    owner:
      owner === '' ? null : { org: owner, org_name: (await directory?.org(owner))?.name ?? '' },
  };
}

/** Of that, what was asked for. */
export function only(all: Revealed, what: readonly Revealable[]): Revealed {
  const { request_id, org, client_address, stacks, owner } = all;
  return {
    request_id,
    org,
    ...(what.includes('client_address') ? { client_address } : {}),
    ...(what.includes('stack') ? { stacks } : {}),
    ...(what.includes('owner') ? { owner } : {}),
  };
}

/**
 * The client's address and the owner's id, wherever else they stand. Of what others sent, addresses alone:
 * else they could make any text unreadable.
 */
function namesIn({ request, spans, logs }: DossierFound): string[] {
  const names = new Set<string>();
  const own = [request?.attributes ?? {}, ...spans.filter(isOwn).map((one) => one.attributes)];
  for (const attributes of own)
    for (const [name, value] of Object.entries(attributes))
      if (ADDRESSES.test(name) || (name === ATTR.ownerOrg && value !== request?.org))
        names.add(value);
  for (const { attributes } of [...spans, ...logs])
    for (const [name, value] of Object.entries(attributes))
      if (ADDRESSES.test(name))
        for (const one of value.match(ADDRESS) ?? []) if (isIP(one) !== 0) names.add(one);
  names.delete('');
  return [...names];
}

function isOwn({ own }: DossierFound['spans'][number]): boolean {
  return own === true;
}

function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((left, name) => left.replaceAll(name, WITHHELD), text);
}

function withoutFrames(text: string): string {
  return text.includes('\n') || text.startsWith('Traceback')
    ? text.replace(FRAMES, ` ${WITHHELD}`)
    : text;
}

function hidden(attributes: Attributes, hide: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      (ADDRESSES.test(name) || STACKS.has(name) || name === ATTR.ownerOrg) && value !== ''
        ? WITHHELD
        : hide(value),
    ]),
  );
}

function hiddenVerdict({ summary, claims }: Verdict, hide: (text: string) => string): Verdict {
  return {
    summary: hide(summary),
    claims: claims.map((claim) => ({
      ...claim,
      text: hide(claim.text),
      evidence: claim.evidence.map((one) => ({
        ...one,
        rows: one.rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'string' ? hide(value) : value,
            ]),
          ),
        ),
      })),
    })),
  };
}

function stacksOf(of: string, attributes: Attributes): { of: string; stack: string }[] {
  return Object.entries(attributes).flatMap(([name, stack]) =>
    (STACKS.has(name) && stack !== '') || FRAMES.test(stack) ? [{ of, stack }] : [],
  );
}
