import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** What a run of schemathesis came to. */
export interface SchemathesisRun {
  readonly calls: number;
  /** By why they are no fault of the API. */
  readonly byDesign: Readonly<Record<string, number>>;
  /** The others: check, request, answer. */
  readonly findings: readonly string[];
  /** What it printed. */
  readonly output: string;
}

const base64 = z.object({ $base64: z.string() });
const exchange = z.object({
  request: z.object({ method: z.string(), uri: z.string() }),
  response: z
    .object({
      status_code: z.number(),
      headers: z.record(z.string(), z.array(z.string())),
      content: base64.nullable(),
    })
    .nullable(),
});
type Exchange = z.infer<typeof exchange>;
const check = z.object({
  failure_info: z
    .object({ failure: z.object({ code: z.string(), message: z.string() }) })
    .nullish(),
});
const events = z.object({
  ScenarioFinished: z
    .object({
      recorder: z.object({
        checks: z.record(z.string(), z.array(check)).default({}),
        interactions: z.record(z.string(), exchange).default({}),
      }),
    })
    .optional(),
});

/** Runs the program `st` on a listening API, with a key or without. Rejects where it does not finish. */
export async function runSchemathesis(
  st: string,
  apiUrl: string,
  { key, more = [] }: { readonly key?: string | undefined; readonly more?: readonly string[] },
): Promise<SchemathesisRun> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-schemathesis-'));
  const report = join(directory, 'report.ndjson');
  const args = [
    'run',
    `${apiUrl}/openapi.json`,
    '--url',
    apiUrl,
    '--continue-on-failure',
    '--report',
    'ndjson',
    '--report-ndjson-path',
    report,
    ...more,
    ...(key === undefined ? [] : ['--header', `Authorization: Bearer ${key}`]),
  ];
  try {
    const output = await new Promise<string>((resolve) => {
      const options = { cwd: directory, maxBuffer: 2 ** 28, timeout: 1_200_000 };
      execFile(st, args, options, (_found, stdout, stderr) => resolve(stdout + stderr));
    });
    if (!/^Test cases:$/m.test(output)) throw new Error(`schemathesis did not finish:\n${output}`);
    return { ...readReport(readFileSync(report, 'utf8')), output };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readReport(text: string): Omit<SchemathesisRun, 'output'> {
  const [byDesign, findings]: [Record<string, number>, string[]] = [{}, []];
  let calls = 0;
  for (const line of text.split('\n').filter(Boolean)) {
    const { recorder } = events.parse(JSON.parse(line)).ScenarioFinished ?? {};
    calls += Object.keys(recorder?.interactions ?? {}).length;
    for (const [id, checks] of Object.entries(recorder?.checks ?? {})) {
      for (const { failure_info } of checks) {
        if (!failure_info) continue;
        const { code, message } = failure_info.failure;
        const seen = recorder?.interactions[id];
        const why = seen && designOf(code, seen);
        if (why !== undefined) byDesign[why] = (byDesign[why] ?? 0) + 1;
        else findings.push(`${code} ${message.split('\n')[0]}: ${shown(seen)}`);
      }
    }
  }
  return { calls, byDesign, findings };
}

/** Why a failed check is meant to fail, if it is; each by what was answered and not by the check alone. */
function designOf(code: string, { response }: Exchange): string | undefined {
  if (response === null) return undefined;
  const body = bodyOf(response.content);
  if (code === 'ST204' && response.status_code === 404 && response.headers.allow !== undefined)
    return 'a method that is not there is 404 with Allow: the eight codes have no 405';
  if (code !== 'ST202' || response.status_code !== 400) return undefined;
  if (body.includes('"code":"invalid_cursor"'))
    return 'a made-up cursor is refused: no schema can say which are ours';
  if (body.includes('This Idempotency-Key was used for a call with another body'))
    return 'an Idempotency-Key with another body is refused';
  return undefined;
}

function bodyOf(content: z.infer<typeof base64> | null): string {
  return Buffer.from(content?.$base64 ?? '', 'base64').toString();
}

function shown(seen: Exchange | undefined): string {
  if (!seen) return 'no exchange recorded';
  const { request, response } = seen;
  const body = bodyOf(response?.content ?? null).slice(0, 300);
  return `${request.method} ${request.uri} -> ${response?.status_code} ${body}`;
}
