/**
 * Time from a paste to its painted verdict, in Chromium against the real process, by phase:
 * `node bench/paste.ts [--pastes 60] [--cold 5] [--url http://127.0.0.1:8081]`. Without `--url` it starts
 * a demo of its own; with it, it asks a console that runs already on this machine.
 */
import '../testkit/header-help.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { requestPage } from '@request-desk/shared/explore-api';
import type { Page } from 'playwright-core';
import { ERROR_CODES } from '../server/src/meetso/catalogue/causes.ts';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';
import { type Paste, pasteScript } from './lookup/paste-page.ts';

/** The page loads its other code by itself in this time. */
const IDLE_MS = 1_500;
const BETWEEN_MS = 150;
const PHASES = ['verdict', 'input', 'answer', 'render', 'paint', 'whole'] as const;

const { values } = parseArgs({
  options: {
    pastes: { type: 'string', default: '60' },
    cold: { type: 'string', default: '5' },
    url: { type: 'string' },
  },
});
const desk = values.url ? undefined : await startDesk({ args: ['--demo', '--history', '1d'] });
const url = values.url?.replace(/\/$/, '') ?? desk?.consoleUrl ?? '';
const browser = await launchBrowser();
try {
  const stored = () => desk === undefined || /^History: \d+ requests of/m.test(desk.output());
  await poll('the history', async () => stored() || undefined, { timeoutMs: 120_000 });
  const ids = await someOfEachCode(Number(values.pastes));
  const page = await opened();
  const warm: Paste[] = [];
  for (const id of ids) {
    warm.push((await page.evaluate(pasteScript(id))) as Paste);
    await pause(BETWEEN_MS);
  }
  const fromHome: Paste[] = [];
  for (const id of ids.slice(0, Number(values.cold))) {
    const fresh = await opened();
    fromHome.push((await fresh.evaluate(pasteScript(id))) as Paste);
    await fresh.context().close();
  }
  print('one after the other, from request to request', warm);
  print('the first paste of a page just opened', fromHome);
  const slowest = [...warm].sort((a, b) => b.verdict - a.verdict).slice(0, 3);
  for (const one of slowest) console.log(`slowest: ${JSON.stringify(one, rounded)}`);
} finally {
  await browser.close();
  await desk?.stop();
}

/** The start page in a browser that knows nothing yet. */
async function opened(): Promise<Page> {
  const context = await browser.newContext({
    ...(desk ? asStaff(desk) : {}),
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await pause(IDLE_MS);
  return page;
}

/** Ids of every code in turn, none twice. */
async function someOfEachCode(count: number): Promise<string[]> {
  const each = Math.ceil(count / ERROR_CODES.length);
  const byCode = await Promise.all(
    ERROR_CODES.map((code) =>
      poll(
        `${each} of ${code}`,
        async () => {
          const answer = await fetch(`${url}/support/v1/requests?code=${code}&limit=100`, {
            headers: desk ? { authorization: `Bearer ${desk.staffToken}` } : {},
          });
          const { items } = requestPage.parse(await answer.json());
          return items.length >= each ? items.slice(0, each) : undefined;
        },
        { everyMs: 1_000, timeoutMs: 120_000 },
      ),
    ),
  );
  const turns = Array.from({ length: each }, (_, turn) =>
    byCode.flatMap((rows) => rows[turn] ?? []),
  );
  return turns
    .flat()
    .map(({ request_id }) => request_id)
    .slice(0, count);
}

function print(title: string, pastes: readonly Paste[]): void {
  console.log(`${title}: ${pastes.length} pastes, milliseconds`);
  console.table(
    Object.fromEntries(
      PHASES.map((phase) => [
        phase,
        { p50: at(pastes, phase, 0.5), p95: at(pastes, phase, 0.95), max: at(pastes, phase, 1) },
      ]),
    ),
  );
}

function at(pastes: readonly Paste[], phase: (typeof PHASES)[number], quantile: number): number {
  const sorted = pastes.map((paste) => paste[phase]).sort((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? Number.NaN);
}

function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value) : value;
}
