import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, Job, Outcome } from './job.ts';

/** All calls by one curl, in turn on one connection or with `--parallel`. */
export async function runCurl({ calls, atOnce }: Job): Promise<Outcome[]> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-curl-'));
  try {
    const place = (what: string, at: number) => join(directory, `${what}-${at}`);
    const each = calls.map((call, at) => argumentsOf(call as Call, (what) => place(what, at), at));
    const parallel = atOnce > 1 ? ['-Z', '--parallel-max', String(atOnce)] : [];
    const args = [...parallel, ...each.flatMap((one, at) => (at > 0 ? ['--next', ...one] : one))];
    const printed = await new Promise<string>((resolve) => {
      // Its exit code is that of the last call alone; the lines say each.
      execFile('curl', args, { timeout: 300_000 }, (_error, stdout) => resolve(stdout));
    });
    return calls.map((_call, at) => {
      const line = new RegExp(`^${at} (\\d+) (\\d+) (.*)$`, 'm').exec(printed);
      const [, exit = '', status = '', why = ''] = line ?? [];
      if (exit !== '0') return { error: `curl ${exit} ${why}` };
      const headers = lastHead(readFileSync(place('head', at), 'latin1'));
      return { status: Number(status), headers, text: readFileSync(place('body', at), 'utf8') };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function argumentsOf(call: Call, place: (what: string) => string, at: number): string[] {
  const { method, url, headers, body, bytes, chunked } = call;
  const args = ['-s', '-o', place('body'), '-D', place('head'), '-X', method, url];
  args.push('-w', `${at} %{exitcode} %{http_code} %{errormsg}\\n`);
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (chunked) args.push('-H', 'transfer-encoding: chunked');
  writeFileSync(place('body'), '');
  writeFileSync(place('head'), '');
  if (bytes === undefined) return body === undefined ? args : [...args, '--data-binary', body];
  writeFileSync(place('sent'), Buffer.alloc(bytes, 'x'));
  return [...args, '--data-binary', `@${place('sent')}`];
}

/** Behind the interim ones. */
function lastHead(text: string): Record<string, string> {
  const head = text.trim().split('\r\n\r\n').at(-1) ?? '';
  return Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
}
