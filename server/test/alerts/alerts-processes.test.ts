import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AlertProcesses, openAlertProcesses } from '../../../testkit/desks/alert-processes.ts';
import type { DeskProcess } from '../../../testkit/desks/desk-process.ts';
import { fakeClock } from '../../../testkit/desks/fake-clock.ts';
import { freePort } from '../../../testkit/engines/clickhouse-server.ts';
import { postgresMissing } from '../../../testkit/engines/postgres-server.ts';
import { poll } from '../../../testkit/poll.ts';

const DEPLOY = join(import.meta.dirname, '../../../deploy');
const RESUMED_MS = 15_000;
/** A machine with many times more to do than it can proves nothing about time. */
const starved = () => (loadavg()[0] ?? 0) > 3 * availableParallelism();
const PATIENCE = { everyMs: 100, timeoutMs: 120_000 };

const programs = ['prometheus', 'prometheus-alertmanager'].filter(
  (name) => spawnSync(name, ['--version']).error !== undefined,
);
const missing = postgresMissing();
for (const why of [
  missing,
  programs.length > 0 ? `${programs.join(', ')} not installed` : undefined,
])
  if (why !== undefined) console.warn(`skipped: ${why}`);

describe.skipIf(missing)('alerts in processes of their own', () => {
  let on: AlertProcesses;
  let directory: string;
  const evaluators: DeskProcess[] = [];
  const closing = new AsyncDisposableStack();

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'desk-watchdog-'));
    closing.defer(() => rmSync(directory, { recursive: true, force: true }));
    on = await openAlertProcesses();
    closing.defer(() => on.close());
    const wrong = [2, -3].map((hours) =>
      fakeClock(join(directory, `clock${hours}`), hours * HOUR_MS),
    );
    evaluators.push(...(await Promise.all(wrong.map((clock) => on.evaluator(clock?.env)))));
  }, 240_000);
  afterAll(() => closing.disposeAsync(), 60_000);

  const posted = (path: string) => on.receiver.received.filter((one) => one.path.startsWith(path));
  const messages = () =>
    posted('/webhook').map(({ headers, body }) => ({
      id: String(headers['webhook-id']),
      type: String(JSON.parse(body).type),
    }));
  const received = (type: string) => messages().some((one) => one.type === type) || undefined;

  /** Kills or stops the process that evaluates; gives its id and the milliseconds until somebody else has. */
  async function ousted(signal: 'SIGKILL' | 'SIGSTOP') {
    const { by } = await poll('an evaluation', async () => {
      const last = await on.lastEvaluation();
      return last.by === null ? undefined : last;
    });
    const pid = Number(by?.split('-').at(-1));
    process.kill(pid, signal);
    const from = performance.now();
    const isOther = async () => (await on.lastEvaluation()).by !== by || undefined;
    await poll('another process to evaluate', isOther, PATIENCE);
    return { pid, tookMs: performance.now() - from };
  }

  it('answer probes and scrapes on a listener of their own, and nothing else', async () => {
    const url = evaluators[0]?.alertsUrl ?? '';
    const asked = async (path: string) => (await fetch(url + path)).status;
    expect([await asked('/healthz'), await asked('/readyz')]).toEqual([200, 200]);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'request_desk_alerts_evaluation_age_seconds',
    );
    expect([await asked('/v1/logs'), await asked('/support/v1/alerts')]).toEqual([404, 404]);
    const rebound = request(`${url}/metrics`, { headers: { host: 'evil.example' } }).end();
    const [{ statusCode }] = await once(rebound, 'response');
    expect(statusCode).toBe(403);
  });

  it('resume within 15 s of a stop or a kill -9, and notify once, however wrong a clock is', async () => {
    await poll(
      'traffic without errors to be judged',
      async () => posted('/heartbeat').length > 0 || undefined,
      PATIENCE,
    );
    const stopped = await ousted('SIGSTOP');
    on.failing = 0.6;
    await poll('the alert', async () => received('alert.fired'), PATIENCE);
    // Goes on in the middle of what it did, and has lost the lease meanwhile.
    process.kill(stopped.pid, 'SIGCONT');
    const tookMs = [stopped.tookMs];
    for (let n = 0; n < 2; n++) {
      const spare = on.evaluator();
      tookMs.push((await ousted('SIGKILL')).tookMs);
      evaluators.push(await spare);
    }
    await poll('the page', async () => received('alert.paged'), PATIENCE);
    const all = messages();
    expect(all.map(({ type }) => type)).toEqual(['alert.fired', 'alert.paged']);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const counts = await on.postgres.query(
      "select kind, count(*)::int as n from incident_events where kind in ('fired', 'paged') group by kind order by kind",
    );
    expect(counts).toEqual([
      { kind: 'fired', n: 1 },
      { kind: 'paged', n: 1 },
    ]);
    const load = loadavg()[0]?.toFixed(0);
    console.log(
      `resumed after ${tookMs.map((ms) => Math.round(ms)).join(', ')} ms at load ${load}`,
    );
    if (!starved()) expect(Math.max(...tookMs)).toBeLessThan(RESUMED_MS);
  }, 400_000);

  it.skipIf(programs.length > 0)(
    'are watched: the watchdog fires always, and somebody is paged when nobody evaluates',
    async () => {
      const ports = { prometheus: await freePort(), alertmanager: await freePort() };
      configure(ports);
      begin('prometheus', [
        '--config.file=prometheus.yml',
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
        '--storage.tsdb.path=tsdb',
        // The Alertmanager may not listen yet when an alert is sent for the first time.
        '--rules.alert.resend-delay=1s',
      ]);
      begin('prometheus-alertmanager', [
        '--config.file=alertmanager.yml',
        `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
        '--cluster.listen-address=',
        '--storage.path=am',
      ]);
      const active = () => activeIn(`http://127.0.0.1:${ports.alertmanager}`);
      await poll(
        'the watchdog',
        async () => (await active()).includes('RequestDeskWatchdog none') || undefined,
        PATIENCE,
      );
      await poll(
        'it to be sent on',
        async () => posted('/dead-mans-switch').length > 0 || undefined,
        PATIENCE,
      );
      // Before the first scrape it cannot know better.
      await poll(
        'somebody to evaluate',
        async () => !(await active()).includes('RequestDeskAlertsNotEvaluated page') || undefined,
        PATIENCE,
      );
      const { by } = await on.lastEvaluation();
      for (const { pid } of evaluators) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      const beats = posted('/heartbeat').length;
      await poll(
        'the page',
        async () => (await active()).includes('RequestDeskAlertsNotEvaluated page') || undefined,
        PATIENCE,
      );
      await poll(
        'it to be sent on',
        async () => posted('/on-call').length > 0 || undefined,
        PATIENCE,
      );
      expect(await active()).toContain('RequestDeskWatchdog none');
      expect(posted('/heartbeat').length).toBe(beats);
      expect((await on.lastEvaluation()).by).toBe(by);
    },
    400_000,
  );

  /** Our files, with this machine's addresses and with seconds for minutes. */
  function configure(ports: { prometheus: number; alertmanager: number }): void {
    const rules = readFileSync(join(DEPLOY, 'prometheus/request-desk.rules.yml'), 'utf8')
      .replace('evaluation_age_seconds) > 60', 'evaluation_age_seconds) > 20')
      .replaceAll('for: 1m', 'for: 2s');
    const { host } = new URL(on.console.consoleUrl);
    const prometheus = readFileSync(join(DEPLOY, 'prometheus/prometheus.yml'), 'utf8')
      .replace('127.0.0.1:4318]', `${host}]\n    authorization: { credentials: ${on.token} }`)
      .replace('127.0.0.1:9093', `127.0.0.1:${ports.alertmanager}`)
      .replaceAll('15s', '1s');
    const alertmanager = readFileSync(join(DEPLOY, 'alertmanager/alertmanager.yml'), 'utf8')
      .replaceAll('http://127.0.0.1:9099', on.receiver.url)
      .replaceAll(/group_interval: \w+/g, 'group_interval: 2s');
    writeFileSync(join(directory, 'request-desk.rules.yml'), rules);
    writeFileSync(join(directory, 'prometheus.yml'), prometheus);
    writeFileSync(join(directory, 'alertmanager.yml'), alertmanager);
  }

  function begin(command: string, args: readonly string[]): void {
    const child = spawn(command, args, { stdio: 'ignore', cwd: directory });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    closing.defer(async () => {
      child.kill('SIGKILL');
      await ended;
    });
  }
});

const alerts = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/** Name and severity of what an Alertmanager holds active; nothing while it does not answer. */
async function activeIn(url: string): Promise<string[]> {
  const response = await fetch(`${url}/api/v2/alerts?active=true`).catch(() => undefined);
  if (!response?.ok) return [];
  return alerts
    .parse(await response.json())
    .map(({ labels }) => `${labels.alertname} ${labels.severity}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
