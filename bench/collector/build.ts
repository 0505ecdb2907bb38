import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const KEPT = join(ROOT, 'node_modules/.cache/request-desk/otelcol-bench');

interface Distribution {
  /** Version of OpenTelemetry's builder. */
  readonly builder: string;
  readonly manifest: string;
  /** Where it is built. */
  readonly folder: string;
  /** `dist.name` of the manifest. */
  readonly name: string;
}

/** One with what deploy/collector/collector.yaml needs; undefined without Go. Throws when it cannot be built. */
export function buildCollector(): string | undefined {
  return build({
    builder: 'v0.156.0',
    manifest: join(ROOT, 'deploy/collector/manifest.yaml'),
    folder: mkdtempSync(join(tmpdir(), 'desk-otelcol-')),
    name: 'otelcol-request-desk',
  });
}

/** One that writes into ClickHouse itself, kept for the next run; undefined without Go. */
export function buildExporter(): string | undefined {
  const manifest = join(import.meta.dirname, 'manifest.yaml');
  const [kept, name] = [join(KEPT, 'manifest.yaml'), 'otelcol-bench'];
  const binary = join(KEPT, 'dist', name);
  const same = existsSync(kept) && readFileSync(kept, 'utf8') === readFileSync(manifest, 'utf8');
  if (same && existsSync(binary)) return binary;
  mkdirSync(KEPT, { recursive: true });
  const built = build({ builder: 'v0.165.0', manifest, folder: KEPT, name });
  // Last, so that what was broken off is built again.
  if (built) copyFileSync(manifest, kept);
  return built;
}

/** By Go, out of its module proxy: some minutes. */
function build({ builder, manifest, folder, name }: Distribution): string | undefined {
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  console.log(`building a collector in ${folder}`);
  const run = (command: string, args: readonly string[]) => {
    const env = { ...process.env, GOBIN: folder };
    const { status } = spawnSync(command, args, { cwd: folder, env, stdio: 'inherit' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
  };
  run('go', ['install', `go.opentelemetry.io/collector/cmd/builder@${builder}`]);
  run(join(folder, 'builder'), [`--config=${manifest}`]);
  return join(folder, 'dist', name);
}
