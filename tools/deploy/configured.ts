import { ConfigError, loadConfig, variables } from '../../server/src/config.ts';
import { shortGrace } from '../../server/src/stop-grace.ts';

const TOKEN = 'x'.repeat(32);

/** What stands for each secret that a deployment takes by reference. */
const SAMPLES: Readonly<Record<string, string>> = {
  CLICKHOUSE_URL: 'http://desk:secret@clickhouse:8123',
  DATABASE_URL: 'postgres://desk:secret@postgres:5432/desk',
  REDIS_URL: 'redis://valkey:6379/0',
  SENTRY_DSN: 'https://key@sentry.example.com/1',
  ALERT_WEBHOOK_URL: 'https://hooks.example.com/1',
  INGEST_SENDERS: `billing=${'y'.repeat(32)}`,
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=none',
};

/** A secret's value for the check of a deployment. */
export const sampleOf = (name: string): string => SAMPLES[name] ?? TOKEN;

/**
 * What is wrong with the environment of one process and with its grace, which begins with the signal to
 * stop: variables that nobody reads, faults that would refuse its start, and a kill before it has closed.
 */
export function processFaults(
  env: Readonly<Record<string, string>>,
  graceSeconds: number,
): string[] {
  const faults = Object.keys(env)
    .filter((name) => !(name in variables.shape))
    .map((name) => `${name} is read by nobody`);
  try {
    const config = loadConfig(env);
    const short = shortGrace({ ...config, stopGraceSeconds: graceSeconds }, 1);
    if (short !== undefined) faults.push(short);
    if (config.stopGraceSeconds !== graceSeconds)
      faults.push(`STOP_GRACE_SECONDS is ${config.stopGraceSeconds}, the grace ${graceSeconds}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
  }
  return faults;
}
