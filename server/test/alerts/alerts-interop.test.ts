import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelSettings } from '@request-desk/shared/alert-channels-api';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messageOf, noticeOf } from '../../../testkit/alerts/alerts-message.ts';
import { type AlertsDesk, openAlertsDesk, send } from '../../../testkit/desks/alerts-desk.ts';
import { PIPELINE } from '../../../testkit/desks/explore-data.ts';
import { startTestAlerts } from '../../../testkit/desks/start-test-alerts.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';
import { freePort } from '../../../testkit/engines/clickhouse-server.ts';
import type { Alerts } from '../../src/alerts/alerts.ts';
import { metricsRoutes } from '../../src/alerts/metrics.ts';
import { notify, probe } from '../../src/alerts/notifiers/registry.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';

const DEPLOY = join(import.meta.dirname, '../../../deploy');
const WAIT = { timeout: 25_000, interval: 200 };
const TOKEN = 't'.repeat(32);

function missing(...commands: string[]): boolean {
  const absent = commands.filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (absent.length > 0) {
    console.warn(
      `skipped: ${absent.join(', ')} not installed (Debian: prometheus, prometheus-alertmanager)`,
    );
  }
  return absent.length > 0;
}

let directory: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'desk-interop-'));
});

afterAll(async () => {
  const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(ended);
  rmSync(directory, { recursive: true, force: true });
});

function start(command: string, args: readonly string[]): void {
  children.push(spawn(command, args, { stdio: 'ignore', cwd: directory }));
}

const statusOf = (command: string, args: readonly string[]) => spawnSync(command, args).status;

async function get<T>(url: string, shape: z.ZodType<T>): Promise<T | undefined> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok ? shape.parse(await response.json()) : undefined;
}

describe('/metrics', () => {
  let desk: AlertsDesk;
  let alerts: Alerts;
  let app: FastifyInstance;
  let url: string;

  beforeAll(async () => {
    desk = await openAlertsDesk(Math.floor(Date.now() / 1000));
    const { clickhouse } = desk;
    alerts = await startTestAlerts(desk);
    const around = { fromS: desk.nowS, toS: desk.nowS + 5 };
    await send(clickhouse, { ...around, count: 30 });
    await send(clickhouse, { ...around, count: 7, code: 'internal_error', route: '/a"b\\c\nd' });
    for (let i = 0; i < 60; i++) await send(clickhouse, { ...around, count: 1, route: `/r${i}` });
    await desk.rollups.tick();
    await refreshStats(clickhouse, Date.now());
    app = Fastify();
    const watermark = watermarkOf(clickhouse);
    await app.register(metricsRoutes, {
      alerts,
      pipeline: () => PIPELINE,
      watermark,
      token: TOKEN,
    });
    url = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(async () => {
    await app.close();
    await alerts.stop();
    await desk.close();
  });

  it('needs its token, and has few labels whatever arrives', async () => {
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    expect(text).toContain(
      'request_desk_requests_total{code="ok",status="2xx",route="/public/v1/meetings"} 30',
    );
    expect(text).toContain('code="internal_error",status="5xx",route="/a\\"b\\\\c\\nd"} 7');
    expect(text).not.toContain('org_a');
    expect(text).toMatch(/^request_desk_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
    expect(text).toContain('route="other"');
    const series = text
      .split('\n')
      .filter((line) => line.startsWith('request_desk_requests_total{'));
    expect(series.length).toBeLessThanOrEqual(52);
    expect(text).toMatch(/_bucket\{route="\/public\/v1\/meetings",le="\+Inf"\} 30/);
  });

  it.skipIf(missing('prometheus', 'promtool'))(
    'is scraped by a real Prometheus, which loads our rules',
    async () => {
      const rules = join(DEPLOY, 'prometheus/request-desk.rules.yml');
      expect(statusOf('promtool', ['check', 'rules', rules])).toBe(0);
      const config = readFileSync(join(DEPLOY, 'prometheus/prometheus.yml'), 'utf8')
        .replace(
          '127.0.0.1:4318]',
          `${new URL(url).host}]\n    authorization: { credentials: ${TOKEN} }`,
        )
        .replace('- request-desk.rules.yml', `- ${rules}`)
        .replaceAll('15s', '1s');
      writeFileSync(join(directory, 'prometheus.yml'), config);
      const port = await freePort();
      start('prometheus', [
        '--config.file=prometheus.yml',
        `--web.listen-address=127.0.0.1:${port}`,
        '--storage.tsdb.path=tsdb',
      ]);
      const base = `http://127.0.0.1:${port}/api/v1`;
      const answer = z.object({
        data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
      });
      const query = encodeURIComponent('sum(request_desk_requests_total)');
      await expect
        .poll(
          async () => (await get(`${base}/query?query=${query}`, answer))?.data.result[0]?.value[1],
          WAIT,
        )
        .toBe('97');
      const loaded = z.object({
        data: z.object({
          groups: z.array(
            z.object({ rules: z.array(z.object({ name: z.string(), health: z.string() })) }),
          ),
        }),
      });
      const health = async () => {
        const found = await get(`${base}/rules`, loaded);
        return [
          ...new Set(found?.data.groups.flatMap((group) => group.rules.map((rule) => rule.health))),
        ];
      };
      await expect.poll(health, WAIT).toEqual(['ok']);
    },
    60_000,
  );
});

describe.skipIf(missing('prometheus-alertmanager', 'amtool'))('a real Alertmanager', () => {
  it('takes our configuration and our alerts, and ends them', async () => {
    const config = join(DEPLOY, 'alertmanager/alertmanager.yml');
    expect(statusOf('amtool', ['check-config', config])).toBe(0);
    const port = await freePort();
    start('prometheus-alertmanager', [
      `--config.file=${config}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--storage.path=am',
    ]);
    const base = `http://127.0.0.1:${port}`;
    const settings = channelSettings.parse({ kind: 'alertmanager', url: base });
    const target = { settings, allowPrivate: true };
    const alert = z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
        status: z.object({ state: z.string() }),
      }),
    );
    const active = async () => {
      const found = await get(`${base}/api/v2/alerts?active=true`, alert);
      return found?.map(({ labels }) => `${labels.alertname} ${labels.severity} ${labels.route}`);
    };
    await expect.poll(active, WAIT).toEqual([]);
    const at = (change: 'fired' | 'paged' | 'ended', minutes: number) => {
      const now = new Date(Date.now() + minutes * 60_000);
      const severity = change === 'fired' ? 'notify' : 'page';
      const ended_at = change === 'ended' ? new Date().toISOString() : null;
      return { ...messageOf([noticeOf(change, { severity, ended_at })]), now };
    };
    expect(await probe(at('fired', 0), target, 5_000)).toBe(200);
    expect(await active()).toEqual([]);
    await notify(at('fired', 0), target);
    await expect.poll(active, WAIT).toEqual(['errors-500 notify /public/v1/meetings']);
    await notify(at('paged', 0), target);
    await expect.poll(active, WAIT).toEqual(['errors-500 page /public/v1/meetings']);
    await notify(at('ended', 0), target);
    await expect.poll(active, WAIT).toEqual([]);
  }, 60_000);
});
