import { type FileHandle, open } from 'node:fs/promises';
import { type ClientRequest, request as http, type IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import { text } from 'node:stream/consumers';

/** What a server said instead of taking an insert; code 0: nothing that ClickHouse would say. */
export interface InsertError {
  readonly code: number;
  readonly message: string;
}

/** So much of a file is in memory at a time. */
const PIECE_BYTES = 256 * 1024;

/**
 * Posts the file at `path` as the data of one statement. It is sent from one piece of memory that is filled again
 * when it is sent: bytes that pass through would keep the garbage collector busier than all other work of a
 * receiver. Resolves with the refusal, if there is one; rejects where no answer comes or the file cannot be read.
 */
export async function postInsert(
  url: string,
  search: Readonly<Record<string, string | number>>,
  path: string,
  signal: AbortSignal,
): Promise<InsertError | undefined> {
  const target = new URL(url);
  const headers = { 'content-type': 'application/octet-stream', ...basicAuth(target) };
  target.username = target.password = '';
  for (const [name, value] of Object.entries(search)) target.searchParams.set(name, String(value));
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const posting = (target.protocol === 'https:' ? https : http)(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': size },
      signal,
    });
    const sent = send(file, size, posting).catch((error: Error) => posting.destroy(error));
    try {
      return await answerTo(posting);
    } finally {
      // It may have said no before it had everything.
      if (!posting.writableFinished) posting.destroy();
      await sent;
    }
  } finally {
    await file.close();
  }
}

/** Rejects where the connection is lost before the server has answered. */
async function answerTo(posting: ClientRequest): Promise<InsertError | undefined> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    posting.once('response', resolve).on('error', reject);
  });
  const said = text(answer);
  const { statusCode = 0 } = answer;
  if (statusCode >= 200 && statusCode < 300) {
    await said;
    if (!isClickHouse(answer.headers)) throw new Error('what took the insert is no ClickHouse');
    return undefined;
  }
  const code = Number(answer.headers['x-clickhouse-exception-code'] ?? 0);
  return { code, message: (await said.catch(() => '')).slice(0, 2000) };
}

/** Whether ClickHouse itself answered: a proxy may say 200 with a page of its own. */
function isClickHouse(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-clickhouse-'));
}

/** Resolves when all is handed to the system, or the request is over. */
async function send(file: FileHandle, size: number, posting: ClientRequest): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(Math.min(size, PIECE_BYTES));
  for (let sent = 0; sent < size && !posting.destroyed; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - sent));
    if (bytesRead === 0) throw new Error('the file became shorter while it was sent');
    await new Promise<unknown>((resolve) => {
      posting.once('close', resolve).write(buffer.subarray(0, bytesRead), () => {
        posting.off('close', resolve);
        resolve(undefined);
      });
    });
    sent += bytesRead;
  }
  if (!posting.destroyed) posting.end();
}

/** The header that says the user and password of `url`; none where it names none. */
export function basicAuth(url: URL): Record<string, string> {
  if (!url.username) return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
