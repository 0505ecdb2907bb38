import { traceIdOf } from '@request-desk/shared/ids';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { lookupCommand } from '../../server/src/cli/lookup-command.ts';
import { supportClient } from '../clients/support-client.ts';
import type { Desk } from '../desks/desk-process.ts';
import { logsBody, tracesBody } from '../otlp/otlp-bodies.ts';
import type { Random } from '../random.ts';
import { faultOfAnswer, faultOfCsv, faultOfTerminal } from './detectors.ts';
import { pagesWith, watchPage } from './in-browser.ts';
import { type Payload, payloads } from './payloads.ts';

/** What a run did, and every effect that a payload had. */
export interface PayloadRun {
  readonly payloads: number;
  readonly calls: number;
  readonly parameters: number;
  readonly fields: number;
  readonly pages: number;
  readonly findings: readonly string[];
}

interface RunOptions {
  readonly desk: Desk;
  /** Of somebody who is signed in. */
  readonly page: Page;
  readonly random: Random;
  readonly count: number;
  /** Where nothing of the desk may ever call. */
  readonly target: string;
  /** Calls of it so far. */
  readonly hits: () => number;
  /** Also pages that show nothing of what was sent, each with a payload in its address. */
  readonly everyPage?: boolean;
}

const PER_TRACE = 60;
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional() }),
    ),
  ),
});

/**
 * Sends payloads to every place of the public API, as every parameter of the console and in every kind
 * of telemetry field; then shows all of it in a browser, a terminal and a spreadsheet's text.
 */
export async function runPayloads(options: RunOptions): Promise<PayloadRun> {
  const { desk, page, random, count, target, hits, everyPage = true } = options;
  const all = payloads(random, count, target);
  const findings: string[] = [];
  const told = (where: string, text: string, fault: string | undefined) => {
    if (fault) findings.push(`${where}: ${fault} by ${JSON.stringify(text.slice(0, 120))}`);
  };
  const staff = { authorization: `Bearer ${desk.staffToken}` };
  let calls = 0;
  const call = async (where: string, text: string, url: string, init: RequestInit = {}) => {
    const began = performance.now();
    // What a client cannot even send reaches nobody.
    const response = await fetch(url, { redirect: 'manual', ...init }).catch(() => undefined);
    if (response === undefined) return undefined;
    calls++;
    const { status, headers } = response;
    const body = await response.text().catch(() => undefined);
    if (body === undefined) told(where, text, 'the answer broke off');
    const answer = { status, headers, text: body ?? '', ms: performance.now() - began };
    told(where, text, faultOfAnswer(answer));
    return answer;
  };

  const support = supportClient(desk);
  const org = await support.createOrg('Payloads');
  const { secret: key } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
  const described = await fetch(`${desk.consoleUrl}/support/v1/openapi.json`, { headers: staff });
  const parameters = parametersOf(document.parse(await described.json()));
  const ids: string[] = [];
  for (const [n, { text }] of all.entries()) {
    const [path, init] = apiCall(n, text, key);
    const answer = await call(`API ${n % API_PLACES}`, text, desk.apiUrl + path, init);
    const id = answer?.headers.get('x-request-id');
    if (id && ids.length < all.length / PER_TRACE) ids.push(id);
    const [name, route] = parameters[n % parameters.length] ?? ['', ''];
    const sent = encodeURIComponent(text.toWellFormed());
    const url = route.includes(`{${name}}`)
      ? route.replace(`{${name}}`, sent)
      : `${route.replace(/\{\w+\}/g, 'x')}?${name}=${sent}`;
    await call(`${route} ${name}`, text, desk.consoleUrl + url, { headers: staff });
    const [place, body] = staffBody(n, text);
    const headers = { ...staff, 'content-type': 'application/json' };
    const post = { method: 'POST', headers, body: JSON.stringify(body) };
    await call(place, text, `${desk.consoleUrl}/support/v1${place}`, post);
  }
  let fields = 0;
  for (const [n, id] of ids.entries()) {
    const own = all.slice(n * PER_TRACE, (n + 1) * PER_TRACE);
    for (const [path, body] of telemetry(traceIdOf(id), own)) {
      const headers = { 'content-type': 'application/x-protobuf' };
      const init = { method: 'POST', headers, body: new Uint8Array(body) };
      await call(`OTLP ${path}`, '', desk.otlpUrl + path, init);
    }
    fields += own.length * 6;
  }
  for (const id of ids) await support.settled(id);

  const watched = watchPage(page, desk.consoleUrl);
  let pages = 0;
  for (const url of pagesWith(ids, all, everyPage)) {
    await page.goto(desk.consoleUrl + url, { waitUntil: 'load' });
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    pages++;
    for (const fault of await watched.faults()) told(`browser ${url.slice(0, 60)}`, '', fault);
  }
  for (const id of ids) {
    let text = '';
    const out = (line: string) => {
      text += line;
    };
    const places = { url: desk.consoleUrl, token: desk.staffToken, input: async () => '' };
    for (const form of [[], ['--markdown']]) {
      text = '';
      await lookupCommand([...form, id], { ...places, out, err: out });
      told(`terminal ${form.join('')}`, id, faultOfTerminal(text));
    }
  }
  for (const path of ['/requests.csv', '/audit.csv', '/lookups?format=csv']) {
    const post = {
      method: 'POST',
      body: JSON.stringify({
        text: [...ids, ...all.slice(0, 200).map(({ text }) => text)].join('\n'),
      }),
    };
    const headers = { ...staff, 'content-type': 'application/json' };
    const init = path.startsWith('/lookups') ? { ...post, headers } : { headers: staff };
    const csv = await fetch(`${desk.consoleUrl}/support/v1${path}`, init);
    told(path, '', csv.ok ? faultOfCsv(await csv.text()) : `answered with ${csv.status}`);
  }
  if (hits() > 0) findings.push(`SSRF: ${hits()} calls reached the target`);
  return { payloads: all.length, calls, parameters: parameters.length, fields, pages, findings };
}

function parametersOf({ paths }: z.infer<typeof document>): [name: string, route: string][] {
  return Object.entries(paths).flatMap(([route, methods]) =>
    (methods.get?.parameters ?? [])
      // A tail never ends.
      .filter((one) => one.in !== 'header' && !route.endsWith('/tail'))
      .map(({ name }): [string, string] => [
        name,
        route.startsWith('/support') ? route : `/support/v1${route}`,
      ]),
  );
}

const API_PLACES = 9;

function apiCall(n: number, text: string, key: string): [path: string, init: RequestInit] {
  const headers = { authorization: `Bearer ${key}` };
  const raw = Buffer.from(text.replace(/[\r\n\0]/g, ' ')).toString('latin1');
  const sent = encodeURIComponent(text.toWellFormed());
  const post = (body: unknown, more = {}) => ({
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  });
  const places: [string, RequestInit][] = [
    [`/public/v1/meetings/${sent}`, { headers }],
    [`/public/v1/meetings?time_range=${sent}`, { headers }],
    [`/public/v1/meetings?${sent}=1`, { headers }],
    [`/public/v1/meetings?cursor=${sent}`, { headers }],
    ['/public/v1/meetings', post({ title: text, starts_at: text, duration_minutes: 5 })],
    ['/public/v1/meetings', post({ [text]: text }, { 'idempotency-key': raw })],
    ['/public/v1/nowhere', { headers: { ...headers, 'user-agent': raw, referer: raw } }],
    ['/public/v1/meetings', { headers: { authorization: raw, 'x-client-request-id': raw } }],
    [`/docs/errors/${sent}`, { headers: { 'x-forwarded-host': raw, 'x-forwarded-for': raw } }],
  ];
  return places[n % places.length] ?? ['/', {}];
}

function staffBody(n: number, text: string): [path: string, body: object] {
  const hook = { kind: 'webhook', url: text };
  const bodies: [string, object][] = [
    ['/lookups', { text }],
    ['/orgs', { name: text }],
    ['/alert-channels', { name: text, settings: hook }],
    ['/deploys', { version: text, note: text }],
    ['/requests/likely', { text }],
    ['/views', { name: text, page: 'explore', query: text }],
    ['/silences/preview', { comment: text }],
  ];
  return bodies[n % bodies.length] ?? ['/lookups', {}];
}

/** Each payload as name, attribute, key of one, event, body and service of somebody else's telemetry. */
function telemetry(traceId: string, own: readonly Payload[]): [path: string, body: Uint8Array][] {
  const texts = own.map(({ text }) => text.toWellFormed());
  const spans = texts.map((text, n) => ({
    ...{ traceId, spanId: (n + 1).toString(16).padStart(16, '0'), name: text },
    attributes: { 'http.url': text, [text || 'empty']: 'x', 'exception.stacktrace': text },
  }));
  const records = texts.map((text) => ({
    ...{ traceId, body: text, eventName: 'x', severity: 17 },
    attributes: { 'exception.message': text },
  }));
  return [
    ['/v1/traces', tracesBody(spans, texts[0])],
    ['/v1/logs', logsBody(records, texts[1])],
  ];
}
