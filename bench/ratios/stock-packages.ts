import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Versions that fit each other; they cannot live in one tree with the 3.x line that we use. */
const DEPENDENCIES = {
  fastify: '5.12.8',
  '@fastify/otel': '0.21.2',
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/sdk-node': '0.223.0',
  '@opentelemetry/instrumentation-http': '0.223.0',
  '@opentelemetry/exporter-trace-otlp-proto': '0.223.0',
};
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/request-desk/stock-telemetry');

/** A folder with the stock packages, installed when they are not there; undefined when they cannot be. */
export function stockPackages(): string | undefined {
  if (existsSync(join(FOLDER, 'node_modules/@fastify/otel'))) return FOLDER;
  mkdirSync(FOLDER, { recursive: true });
  const manifest = { name: 'stock-telemetry', private: true, dependencies: DEPENDENCIES };
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify(manifest));
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: FOLDER,
    stdio: 'ignore',
  });
  return install.status === 0 ? FOLDER : undefined;
}
