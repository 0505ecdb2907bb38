import { connect } from 'node:net';
import type { Answered, PublicDesk } from '../desks/public-api-desk.ts';

/** One answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const FIRST_ANSWER_MS = 5_000;
const QUIET_MS = 60;

/**
 * Sends bytes (in several writes, if given so) on a new connection and returns all answers until the
 * server closes it, or a moment after the last byte.
 */
export function exchange(
  port: number,
  parts: readonly (string | Uint8Array)[],
  { half = false }: { half?: boolean } = {},
): Promise<WireAnswer[]> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let received = Buffer.alloc(0);
    let timer: NodeJS.Timeout | undefined;
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answersIn(received));
    };
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(done, ms);
    };
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      wait(QUIET_MS);
    });
    socket.on('end', done);
    socket.on('close', done);
    socket.on('error', done);
    socket.on('connect', async () => {
      wait(FIRST_ANSWER_MS);
      for (const part of parts) {
        if (socket.destroyed) break;
        await new Promise((written) => socket.write(part, written));
        await new Promise((next) => setTimeout(next, 5));
      }
      if (half) socket.end();
    });
  });
}

/** The answer to a raw exchange that must be answered exactly once, with its event. */
export async function only(
  desk: PublicDesk,
  parts: readonly (string | Uint8Array)[],
  options?: { half?: boolean },
): Promise<Answered> {
  const [answer, second] = await exchange(desk.port, parts, options);
  if (answer === undefined || second !== undefined) {
    throw new Error(`${second ? 'more than one answer' : 'no answer'} to ${String(parts[0])}`);
  }
  return await desk.answered(answer.status, answer.headers, answer.text);
}

/** Splits a stream of HTTP/1.1 answers that all carry Content-Length; interim ones are left out. */
function answersIn(bytes: Buffer): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`not an HTTP answer: ${rest.toString('latin1').slice(0, 200)}`);
    const [line = '', ...fields] = rest.toString('latin1', 0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    if (Number.isNaN(status)) throw new Error(`not a status line: ${line}`);
    const headers = new Headers();
    for (const field of fields) {
      const colon = field.indexOf(':');
      headers.append(field.slice(0, colon), field.slice(colon + 1).trim());
    }
    const length = Number(headers.get('content-length') ?? 0);
    const text = rest.toString('utf8', end + 4, end + 4 + length);
    rest = rest.subarray(end + 4 + length);
    if (status >= 200) answers.push({ status, headers, text });
  }
  return answers;
}
