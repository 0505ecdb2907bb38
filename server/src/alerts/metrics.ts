import { DAY_MS, HOUR_S } from '@request-desk/shared/durations';
import type { PipelineState } from '@request-desk/shared/support-api';
import type { FastifyInstance } from 'fastify';
import manifest from '../../../package.json' with { type: 'json' };
import { durationBins, requestTotals } from '../clickhouse/queries/alert-metrics.ts';
import { needs } from '../http/route-access.ts';
import { sameText } from '../http/same-text.ts';
import type { Watermark } from '../watermark/watermark.ts';
import type { Alerts } from './alerts.ts';
import { engineStatus } from './evaluate/status.ts';
import { completenessFamilies } from './metrics/completeness-families.ts';
import { alertFamilies, pipelineFamilies } from './metrics/desk-families.ts';
import { exposition, type Family } from './metrics/family.ts';
import { type IngestNumbers, ingestFamilies } from './metrics/ingest-families.ts';
import { requestFamilies } from './metrics/request-families.ts';

export interface MetricsOptions {
  readonly alerts: Alerts;
  /** Of a process with a spool. */
  readonly pipeline?: () => PipelineState | undefined;
  readonly watermark: Pick<Watermark, 'look'>;
  /** Of a process that takes telemetry. */
  readonly ingest?: () => IngestNumbers;
  /** Bearer token that a scrape needs; nothing: all who reach the listener may scrape. */
  readonly token?: string | undefined;
}

/** Scrapes within so long share an answer, so that they cannot load the stores. */
const FRESH_MS = 2_000;
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Everything Prometheus can ask of this process, in its text format. Counters start with the hour
 * in which the process did. A store that is away leaves its metrics out; the rest still stands.
 */
async function metricsText(
  { alerts, pipeline, watermark, ingest }: Omit<MetricsOptions, 'token'>,
  startedMs: number,
): Promise<string> {
  const { profile, clickhouse, database, incidents, outbox, now } = alerts.parts;
  const nowMs = now();
  const from = Math.floor(startedMs / 1000 / HOUR_S) * HOUR_S;
  const [found, requests, firing] = await Promise.allSettled([
    watermark.look(),
    Promise.all([requestTotals(clickhouse, from), durationBins(clickhouse, from)]),
    Promise.all([
      incidents.open(),
      engineStatus(database),
      outbox.counts(new Date(nowMs - DAY_MS)),
    ]),
  ]);
  const families: Family[] = [];
  if (found.status === 'fulfilled') families.push(...completenessFamilies(found.value));
  if (requests.status === 'fulfilled')
    families.push(...requestFamilies(profile, ...requests.value));
  const state = pipeline?.();
  if (state) families.push(...pipelineFamilies(state, nowMs));
  if (firing.status === 'fulfilled') {
    const [open, status, counts] = firing.value;
    families.push(...alertFamilies(open, status, nowMs, counts));
  }
  if (ingest) families.push(...ingestFamilies(ingest()));
  families.push(BUILD, ...processFamilies(startedMs));
  return exposition(families);
}

/** `GET /metrics`. */
export async function metricsRoutes(app: FastifyInstance, options: MetricsOptions): Promise<void> {
  const startedMs = options.alerts.parts.now();
  const authorization = options.token === undefined ? undefined : `Bearer ${options.token}`;
  let latest: { readonly at: number; readonly text: Promise<string> } | undefined;
  app.get('/metrics', needs('engineer', 'metrics:read'), async (request, reply) => {
    if (authorization && !sameText(request.headers.authorization ?? '', authorization)) {
      return await reply.code(401).header('www-authenticate', 'Bearer').send();
    }
    const at = performance.now();
    if (!latest || at - latest.at > FRESH_MS)
      latest = { at, text: metricsText(options, startedMs) };
    return await reply.type(CONTENT_TYPE).send(await latest.text);
  });
}

const BUILD: Family = {
  name: 'request_desk_build_info',
  help: 'Always 1; the label says which release this is.',
  type: 'gauge',
  samples: [{ labels: { version: manifest.version }, value: 1 }],
};

function processFamilies(startedMs: number): Family[] {
  const memory = process.memoryUsage().rss;
  const { user, system } = process.cpuUsage();
  const gauge = { help: 'Of this process.', type: 'gauge' as const };
  return [
    { ...gauge, name: 'process_resident_memory_bytes', samples: [{ value: memory }] },
    { ...gauge, name: 'process_start_time_seconds', samples: [{ value: startedMs / 1000 }] },
    {
      name: 'process_cpu_seconds_total',
      help: 'Of this process.',
      type: 'counter',
      samples: [{ value: (user + system) / 1e6 }],
    },
  ];
}
