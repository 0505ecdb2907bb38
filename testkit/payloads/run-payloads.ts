import { traceIdOf } from '@request-desk/shared/ids';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { lookupCommand } from '../../server/src/cli/lookup-command.ts';
import { supportClient } from '../clients/support-client.ts';
import type { DeskProcess } from '../desks/desk-process.ts';
import { inTurn } from '../in-turn.ts';
import type { Random } from '../random.ts';
import {
  type AttackAnswer,
  faultOfAnswer,
  faultOfCsv,
  faultOfTerminal,
  SLEPT_MS,
} from './detectors.ts';
import { openPage, pagesWith, watchPage } from './in-browser.ts';
import { payloads } from './payloads.ts';
import { API_PLACES, apiCall, staffBody, telemetry } from './places.ts';

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
  readonly desk: DeskProcess;
  /** Of somebody who is signed in; they take turns. */
  readonly tabs: readonly Page[];
  readonly random: Random;
  readonly count: number;
  /** Where nothing of the desk may ever call. */
  readonly target: string;
  /** Calls of it so far. */
  readonly hits: () => number;
  /** Told of each finding at once, and how far the run is. */
  readonly onProgress?: (line: string) => void;
  /** Also pages that show nothing of what was sent, each with a payload in its address. */
  readonly everyPage?: boolean;
}

const PER_TRACE = 60;
const CALLS_AT_ONCE = 4;
const TRIES = 8;
const PROGRESS = 500;
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
  const { desk, tabs, random, count, target, hits, everyPage = true } = options;
  const all = payloads(random, count, target);
  const findings: string[] = [];
  const report = (where: string, text: string, fault: string | undefined) => {
    if (!fault) return;
    const by = text === '' ? '' : ` by ${JSON.stringify(text.slice(0, 120))}`;
    findings.push(`${where}: ${fault}${by}`);
    options.onProgress?.(findings.at(-1) ?? '');
  };
  const staff = { authorization: `Bearer ${desk.staffToken}` };
  let calls = 0;
  const once = async (url: string, init: RequestInit): Promise<Sent | undefined> => {
    const began = performance.now();
    // What a client cannot even send reaches nobody.
    const response = await fetch(url, { redirect: 'manual', ...init }).catch(() => undefined);
    if (response === undefined) return undefined;
    calls++;
    const { status, headers } = response;
    const body = await response.text().catch(() => undefined);
    return { status, headers, text: body ?? '', body, ms: performance.now() - began };
  };
  const later: (() => Promise<unknown>)[] = [];
  const call = async (where: string, text: string, url: string, init: RequestInit = {}) => {
    const answer = await once(url, init);
    if (answer && isBusy(answer)) later.push(() => alone(where, text, url, init));
    else if (answer) judge(where, text, answer);
    return answer;
  };
  const judge = (where: string, text: string, answer: Sent) => {
    if (answer.body === undefined) report(where, text, 'the answer broke off');
    report(where, text, faultOfAnswer(answer));
  };
  /** A statement that sleeps does so each time, a busy machine does not. */
  const alone = async (where: string, text: string, url: string, init: RequestInit) => {
    let answer = await once(url, init);
    for (let n = 0; n < TRIES && answer && isBusy(answer); n++) answer = await once(url, init);
    if (answer) judge(where, text, answer);
  };

  const support = supportClient(desk);
  const org = await support.createOrg('Payloads');
  const { secret: key } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
  const described = await fetch(`${desk.consoleUrl}/support/v1/openapi.json`, { headers: staff });
  const parameters = parametersOf(document.parse(await described.json()));
  const ids: string[] = [];
  await inTurn([...all.entries()], CALLS_AT_ONCE, async ([n, { text }]) => {
    if (n % PROGRESS === 0) options.onProgress?.(`${n} of ${all.length} payloads sent`);
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
  });
  for (const again of later) await again();
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

  let pages = 0;
  const urls = pagesWith(ids, all, everyPage).values();
  await inTurn(tabs, tabs.length, async (page) => {
    const watched = watchPage(page, desk.consoleUrl);
    for (const url of urls) {
      const where = `browser ${url.slice(0, 200)}`;
      report(where, '', await openPage(page, desk.consoleUrl + url));
      if (++pages % 50 === 0) options.onProgress?.(`${pages} pages looked at`);
      for (const fault of await watched.faults().catch((error) => [String(error)]))
        report(where, '', fault);
    }
  });
  for (const id of ids) {
    let text = '';
    const out = (line: string) => {
      text += line;
    };
    const places = { url: desk.consoleUrl, token: desk.staffToken, input: async () => '' };
    for (const form of [[], ['--markdown']]) {
      text = '';
      await lookupCommand([...form, id], { ...places, out, err: out });
      report(`terminal ${form.join('')}`, id, faultOfTerminal(text));
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
    report(path, '', csv.ok ? faultOfCsv(await csv.text()) : `answered with ${csv.status}`);
  }
  if (hits() > 0) findings.push(`SSRF: ${hits()} calls reached the target`);
  return { payloads: all.length, calls, parameters: parameters.length, fields, pages, findings };
}

interface Sent extends AttackAnswer {
  /** Undefined when the answer broke off. */
  readonly body: string | undefined;
}

/** Slow, or refused with the advice to come again: a payload's doing, or a busy machine's. */
function isBusy({ ms, status, headers }: AttackAnswer): boolean {
  return ms > SLEPT_MS || (status >= 500 && headers.has('retry-after'));
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
