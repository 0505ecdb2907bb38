import { connect, type Socket } from 'node:net';

/** One answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Thrown for bytes that are no HTTP/1.1 answer: itself a breach of the contract. */
class NotHttp extends Error {}

/**
 * Takes complete answers off the front of `bytes`. `isBare` is given what follows an answer's head and
 * tells whether the answer is one to HEAD, which has a length and no body. Interim answers are left out.
 */
function takeAnswers(
  bytes: Buffer,
  isBare: (after: Buffer) => boolean,
): { answers: WireAnswer[]; rest: Buffer } {
  const answers: WireAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return { answers, rest };
    const [line = '', ...fields] = rest.toString('latin1', 0, end).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/.exec(line)?.[1]);
    if (Number.isNaN(status))
      throw new NotHttp(`no status line: ${JSON.stringify(line.slice(0, 80))}`);
    const headers = new Map(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
      }),
    );
    if (headers.has('transfer-encoding')) throw new NotHttp('an answer in chunks');
    const bare = status < 200 || status === 204 || status === 304 || isBare(rest.subarray(end + 4));
    const length = bare ? 0 : Number(headers.get('content-length') ?? Number.NaN);
    if (Number.isNaN(length)) throw new NotHttp('an answer without Content-Length');
    if (rest.length < end + 4 + length) return { answers, rest };
    const body = rest.subarray(end + 4, end + 4 + length);
    rest = rest.subarray(end + 4 + length);
    if (status >= 200) answers.push({ status, headers, body });
  }
}

const PATIENCE_MS = 30_000;

/** A kept-alive connection that sends one whole request at a time. */
export class Connection {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  send(bytes: Buffer, head: boolean): Promise<WireAnswer> {
    const socket = this.#socket?.writable ? this.#socket : this.#open();
    return new Promise((resolve, reject) => {
      let received = Buffer.alloc(0);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        socket.removeAllListeners('data').removeAllListeners('close').removeAllListeners('error');
        socket.on('error', () => undefined);
        act();
      };
      const fail = (why: string) =>
        settle(() => {
          socket.destroy();
          reject(
            new NotHttp(`${why}: ${JSON.stringify(received.toString('latin1').slice(0, 200))}`),
          );
        });
      const timer = setTimeout(() => fail('no whole answer in time'), PATIENCE_MS);
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        try {
          const { answers, rest } = takeAnswers(received, () => head);
          const [answer, second] = answers;
          if (answer === undefined) return;
          if (second !== undefined || rest.length > 0) return fail('more than one answer');
          settle(() => {
            if (answer.headers.get('connection') === 'close') socket.destroy();
            resolve(answer);
          });
        } catch (error) {
          fail(String(error));
        }
      });
      socket.on('close', () => fail('closed without an answer'));
      socket.on('error', () => fail('connection error'));
      socket.write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    this.#socket = connect({ port: this.#port, host: '127.0.0.1' }).setNoDelay(true);
    return this.#socket;
  }
}

const QUIET_MS = 25;
const FIRST_MS = 250;
/** For a request that looks whole: half-closing it before its answer would be leaving. */
const WHOLE_MS = 20_000;

/**
 * Sends bytes that may be anything on a connection of their own, ends the sending side once nothing
 * more comes (with `halfClose` at once), and returns every answer. Bytes after the last whole answer are
 * a breach.
 */
export function throwAt(
  port: number,
  parts: readonly Buffer[],
  halfClose = false,
): Promise<WireAnswer[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).setNoDelay(true);
    let received = Buffer.alloc(0);
    let ended = false;
    let timer = setTimeout(() => undefined, 0);
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(patience);
      socket
        .removeAllListeners()
        .on('error', () => undefined)
        .destroy();
      try {
        resolve(allAnswers(received, Buffer.concat(parts).includes('HEAD')));
      } catch (error) {
        reject(error);
      }
    };
    const patience = setTimeout(finish, PATIENCE_MS);
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (ended) return;
        ended = true;
        socket.end();
      }, ms);
    };
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      wait(QUIET_MS);
    });
    socket.on('end', finish).on('close', finish).on('error', finish);
    socket.on('connect', async () => {
      wait(beginsWhole(Buffer.concat(parts).toString('latin1')) ? WHOLE_MS : FIRST_MS);
      for (const part of parts) {
        if (!socket.writable) return;
        socket.write(part);
        if (parts.length > 1) await new Promise((next) => setImmediate(next));
      }
      if (halfClose) {
        ended = true;
        socket.end();
      }
    });
  });
}

/**
 * What came of bytes that may hold a HEAD. It is the server that decides which of them is one, so any
 * answer that is followed by another or by nothing may be bare.
 */
function allAnswers(received: Buffer, holdHead: boolean): WireAnswer[] {
  const isBare = (after: Buffer) =>
    holdHead && (after.length === 0 || after.toString('latin1', 0, 9) === 'HTTP/1.1 ');
  const { answers, rest } = takeAnswers(received, isBare);
  if (rest.length > 0) throw new NotHttp(`cut off: ${rest.toString('latin1').slice(0, 200)}`);
  return answers;
}

/** Whether the first request in these bytes looks complete, so that an answer is on its way. */
function beginsWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [head, body] = [text.slice(0, end).toLowerCase(), text.slice(end + 4)];
  if (head.includes('transfer-encoding')) return body.includes('0\r\n\r\n');
  return body.length >= Number(/content-length: *(\d+)/.exec(head)?.[1] ?? 0);
}
