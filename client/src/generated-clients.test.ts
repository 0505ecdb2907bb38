import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onPath } from '../../testkit/contract/on-path.ts';
import { openPublicDesk, type PublicDesk } from '../../testkit/desks/public-api-desk.ts';
import { MeetsoClient } from './client.ts';
import { wrongLines } from './wrong-lines.fixture.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'desk-generated-'));
const DESCRIPTION = join(folder, 'openapi.json');
let desk: PublicDesk;
let key: string;

beforeAll(async () => {
  desk = await openPublicDesk();
  key = (await desk.mint(await desk.org())).secret;
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(DESCRIPTION, await (await fetch(`${desk.url}/openapi.json`)).text());
});

afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

/** Writes a program; the numbers of its lines that end with the word WRONG. */
function written(name: string, text: string): readonly [file: string, wrong: number[]] {
  const file = join(folder, name);
  writeFileSync(file, text);
  const wrong = text.split('\n').flatMap((line, at) => (line.endsWith('WRONG') ? [at + 1] : []));
  return [file, wrong];
}

/** What each program prints of a meeting that it made and read, and of one that is not there. */
const MADE_READ_ABSENT = /^made and read, not_found req_[0-9a-f]{16}$/;

it('the one that we publish makes and reads a meeting', async () => {
  const client = new MeetsoClient({ url: desk.url, key });
  const body = { title: 'Ours', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
  const { id } = await client.call('post', '/public/v1/meetings', { body });
  const read = await client.call('get', '/public/v1/meetings/{id}', { path: { id } });
  expect(read.title).toBe('Ours');
});

const HEY_API = `
import { createClient, createConfig } from './hey-api/client/index.ts';
import { createMeeting, getMeeting } from './hey-api/sdk.gen.ts';
import type { ListMeetingsErrors as Errors, NewMeeting } from './hey-api/types.gen.ts';

declare const process: { argv: string[] };
type Code<E> = E extends { error: { code: infer C } } ? C : never;
export const a: Code<Errors[429]> = 'rate_limited';
export const b: Code<Errors[429]> = 'not_found'; // WRONG
export const c: Code<Errors[400]>[] = ['invalid_request', 'invalid_cursor'];
export const d = (e: Errors[400]): 'invalid_cursor' | 0 =>
  e.error.code === 'invalid_request' ? 0 : e.error.code;
export const e = (e: Errors[404]) => e.error.code === 'rate_limited'; // WRONG
export const f: NewMeeting = { title: 'a', starts_at: 'b' }; // WRONG

const [, , baseUrl = '', auth = ''] = process.argv;
const client = createClient(createConfig({ baseUrl, auth }));
const body = { title: 'Generated', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
const made = await createMeeting({ client, body, headers: { 'Idempotency-Key': 'hey' } });
const read = await getMeeting({ client, path: { id: made.data?.id ?? '' } });
const absent = await getMeeting({ client, path: { id: 'mtg_00000000000000000000' } });
const said = read.data?.title === 'Generated' ? 'made and read' : JSON.stringify([made, read]);
console.log(\`\${said}, \${absent.error?.error.code} \${absent.error?.error.request_id}\`);
`;

it('that of hey-api compiles, narrows codes by status, and runs', async () => {
  const writer = join(import.meta.dirname, 'hey-api-process.ts');
  await run(process.execPath, [writer, DESCRIPTION, join(folder, 'hey-api')]);
  const [file, wrong] = written('hey-api.ts', HEY_API);
  expect(await wrongLines(file)).toEqual(wrong);
  const { stdout } = await run(process.execPath, [file, desk.url, key]);
  expect(stdout.trim()).toMatch(MADE_READ_ABSENT);
});

const PYTHON = `
import sys
from datetime import datetime, timezone
from typing import Literal

from meetso_client import AuthenticatedClient
from meetso_client.api.meetings import create_meeting, get_meeting
from meetso_client.models import GetMeetingResponse404, ListMeetingsResponse400 as Page400
from meetso_client.models import ListMeetingsResponse429 as Page429, Meeting, NewMeeting


def limited(answer: Page429) -> Literal["rate_limited"]:
    return answer.error.code


def not_limited(answer: Page429) -> Literal["not_found"]:
    return answer.error.code  # WRONG


def refused(answer: Page400) -> Literal["invalid_request", "invalid_cursor"]:
    return answer.error.code


def never(answer: Page400) -> bool:
    return answer.error.code == "rate_limited"  # WRONG


def incomplete() -> NewMeeting:
    return NewMeeting(title="a")  # WRONG


if __name__ == "__main__":
    client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
    starts_at = datetime(2031, 5, 6, 7, 8, 9, tzinfo=timezone.utc)
    body = NewMeeting(title="Generated", starts_at=starts_at, duration_minutes=30)
    made = create_meeting.sync(client=client, body=body, idempotency_key="python")
    assert isinstance(made, Meeting), made
    read = get_meeting.sync(id=made.id, client=client)
    assert isinstance(read, Meeting) and read == made, read
    absent = get_meeting.sync(id="mtg_00000000000000000000", client=client)
    assert isinstance(absent, GetMeetingResponse404), absent
    print(f"made and read, {absent.error.code} {absent.error.request_id}")
`;
const CONFIG = JSON.stringify({ post_hooks: [], literal_enums: true });

const generator = onPath('openapi-python-client');
const missing = generator ? '' : ' (not in PATH)';
describe.skipIf(generator === undefined)(`that of openapi-python-client${missing}`, () => {
  it('type-checks, narrows codes by status, and runs', async () => {
    const config = join(folder, 'python.json');
    writeFileSync(config, CONFIG);
    const package_ = join(folder, 'meetso_client');
    const from = ['--path', DESCRIPTION, '--config', config, '--fail-on-warning'];
    const into = ['--meta', 'none', '--output-path', package_];
    await run(generator ?? '', ['generate', ...from, ...into]);
    const [file, wrong] = written('generated.py', PYTHON);
    const { stdout } = await run(join(dirname(generator ?? ''), 'python3'), [file, desk.url, key]);
    expect(stdout.trim()).toMatch(MADE_READ_ABSENT);

    const flags = ['--strict-equality', '--no-error-summary', '--cache-dir', '/dev/null'];
    const mypy = run(join(dirname(generator ?? ''), 'mypy'), [...flags, file], { cwd: folder });
    const said = (await mypy.catch((failed: unknown) => failed as { stdout: string })).stdout;
    const errors = [...said.matchAll(/^(\S+?):(\d+): error/gm)];
    const lines = errors.map(([, at, line]) => (at === 'generated.py' ? Number(line) : at));
    expect([...new Set(lines)]).toEqual(wrong);
  }, 120_000);
});
