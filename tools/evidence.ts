/**
 * Writes `docs/evidence`: the bundle of one request of each code, as the console and the command line
 * export it, and a transcript of the command line at work; all of it from a fresh demo.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { requestPage } from '@request-desk/shared/explore-api';
import { openClickHouse } from '../server/src/clickhouse/client.ts';
import { migrate } from '../server/src/clickhouse/schema/migrate.ts';
import { ERROR_CODES, type ErrorCode } from '../server/src/meetso/catalogue/causes.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { poll } from '../testkit/poll.ts';

const FOLDER = join(import.meta.dirname, '../docs/evidence');
const PROGRAM = join(import.meta.dirname, '../server/src/cli/request-desk.ts');
/** Old enough that the demo's customers have tried again. */
const SETTLED_MS = 25_000;

mkdirSync(FOLDER, { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'desk-evidence-'));
const expired = await expiredId(join(dataDir, 'clickhouse'));
// The store remembers an id of an earlier life, whose control plane is nowhere.
const desk = await startDesk({
  args: ['--demo', '--new-control-plane'],
  dataDir,
  startTimeoutMs: 180_000,
});
try {
  const support = supportClient(desk);
  const ids = new Map<ErrorCode, string>();
  for (const code of ERROR_CODES) {
    const id = await settledId(code);
    ids.set(code, id);
    const { out } = await run(['lookup', '--markdown', id]);
    write(`${code}.md`, out);
    write(`${code}.json`, `${JSON.stringify(await support.found(id), null, 2)}\n`);
  }
  write('lookup.txt', await transcript(ids));
} finally {
  await desk.stop();
  rmSync(dataDir, { recursive: true });
}

/** An id that an otherwise empty store remembers, while everything else of its day is gone. */
async function expiredId(store: string): Promise<string> {
  const id = 'req_00c0ffee00c0ffee';
  const clickhouse = await openClickHouse({ path: store });
  await migrate(clickhouse, 30);
  await clickhouse.command(
    `INSERT INTO request_index VALUES ({id: UInt64}, today() - 60, 'not_found')`,
    { id: BigInt(`0x${id.slice(4)}`) },
  );
  await clickhouse.close();
  return id;
}

/** A request that failed with `code` a while ago. */
async function settledId(code: ErrorCode): Promise<string> {
  const row = await poll(
    `a request that failed with ${code}`,
    async () => {
      const old = Date.now() - SETTLED_MS;
      const answer = await fetch(`${desk.consoleUrl}/support/v1/requests?code=${code}&limit=100`, {
        headers: { authorization: `Bearer ${desk.staffToken}` },
      });
      const { items } = requestPage.parse(await answer.json());
      return items.find(({ at }) => Date.parse(at) < old);
    },
    { everyMs: 1_000, timeoutMs: 180_000 },
  );
  return row.request_id;
}

/** What a terminal shows of the command: each call, its answer and its exit code. */
async function transcript(ids: ReadonlyMap<ErrorCode, string>): Promise<string> {
  const [limited = '', fault = '', cursor = ''] = [
    ids.get('rate_limited'),
    ids.get('internal_error'),
    ids.get('invalid_cursor'),
  ];
  const mail = `Hi,\nwe got ${fault.toUpperCase()} and then\n"${cursor}". Any idea?\n`;
  const slip = limited.slice(0, -1);
  const away = { ...desk, consoleUrl: 'http://127.0.0.1:9' };
  const shown = [
    await call(`lookup ${limited}`, ['lookup', limited]),
    `$ cat mail.txt\n${mail}`,
    await call('lookup < mail.txt', ['lookup'], mail),
    await call(`lookup ${slip}`, ['lookup', slip]),
    await call('lookup req_0123456789abcdef', ['lookup', 'req_0123456789abcdef']),
    await call(`lookup ${expired}`, ['lookup', expired]),
    await call(`lookup ${fault}`, ['lookup', fault], '', away),
  ];
  return shown.join('\n');
}

async function call(
  line: string,
  args: readonly string[],
  input = '',
  at: Pick<DeskProcess, 'consoleUrl' | 'staffToken'> = desk,
): Promise<string> {
  const { out, err, code } = await run(args, input, at);
  return `$ request-desk ${line}\n${out}${err}$ echo $?\n${code}\n`;
}

async function run(
  args: readonly string[],
  input = '',
  { consoleUrl, staffToken }: Pick<DeskProcess, 'consoleUrl' | 'staffToken'> = desk,
) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, CONSOLE_URL: consoleUrl, STAFF_TOKEN: staffToken },
  });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((done) => child.on('exit', done)),
  ]);
  return { out, err, code };
}

/** The demo listens on any free ports, in any directory; a reader knows the usual ones. */
function write(name: string, content: string): void {
  const usual = content
    .replaceAll(desk.consoleUrl, 'http://127.0.0.1:8081')
    .replaceAll(desk.apiUrl, 'http://127.0.0.1:8080')
    .replaceAll(join(import.meta.dirname, '..'), '/srv/request-desk');
  writeFileSync(join(FOLDER, name), usual);
  console.log(`docs/evidence/${name} ${(usual.length / 1000).toFixed(1)} kB`);
}
