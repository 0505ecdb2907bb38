import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';

/** One call that a client is to make. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Instead of `body`: so many bytes. */
  readonly bytes?: number;
  /** Sent without a length. */
  readonly chunked?: boolean;
}

/** A request on a socket of its own, whose sending side is shut behind it. */
export interface HalfClose {
  readonly host: string;
  readonly port: number;
  readonly head: string;
}

export interface Job {
  readonly calls: readonly (Call | HalfClose)[];
  readonly atOnce: number;
}

const outcome = z.union([
  z.object({
    status: z.number(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    text: z.string().optional(),
  }),
  z.object({ raw: z.string() }),
  z.object({ error: z.string() }),
]);
/** An answer, what stood on a socket, or why there is neither. */
export type Outcome = z.infer<typeof outcome>;
export const outcomes = z.array(outcome);

/** A client as its users have it. */
export interface RealClient {
  /** With its version. */
  readonly name: string;
  /** Makes the calls from one process, in turn or so many at once. Rejects where that does not end. */
  run(job: Job): Promise<Outcome[]>;
  /** How it ends its side of a connection behind a request; a text: why it cannot. */
  readonly halfClose: ((calls: readonly HalfClose[]) => Promise<Outcome[]>) | string;
}

/** What of an answer the matrix is about. */
export interface Answer {
  readonly status: number;
  /** Of the envelope; else the content type. */
  readonly code: string;
  readonly requestId: string;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** The answer, or a text that says why there is none. */
export function answerIn(got: Outcome | undefined): Answer | string {
  if (got === undefined) return 'nothing';
  if ('error' in got) return got.error.slice(0, 400);
  if ('raw' in got) return rawAnswer(got.raw);
  return answer(got.status, (name) => [got.headers[name] ?? []].flat()[0], got.text ?? '');
}

function rawAnswer(raw: string): Answer | string {
  const end = raw.indexOf('\r\n\r\n');
  const [line = '', ...fields] = raw.slice(0, Math.max(end, 0)).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
  if (Number.isNaN(status)) return raw === '' ? 'closed without an answer' : raw.slice(0, 60);
  const headers = new Map(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
    }),
  );
  return answer(status, (name) => headers.get(name), raw.slice(end + 4));
}

const envelope = z.object({ error: z.object({ code: z.string() }) });

function answer(status: number, header: Answer['header'], text: string): Answer {
  const json = (header('content-type') ?? '').startsWith('application/json');
  const failed = json && status >= 400 ? envelope.safeParse(parsedJson(text)) : undefined;
  const code = failed?.success ? failed.data.error.code : json ? 'JSON' : 'text/html';
  return { status, code, requestId: header('x-request-id') ?? '', header, text };
}
