import { openAsBlob } from 'node:fs';
import { retryAfterMs } from '@request-desk/shared/retry';
import type { Logger } from 'pino';
import { Rejected, RetryLater, type Sink, Unreadable } from '../sink.ts';
import type { Stream } from '../spool.ts';
import { partialSuccess, statusMessage } from './partial-success.ts';
import { ORIGIN_HEADER } from './self-loop.ts';

/** The content itself is refused: malformed, or too large in one piece. */
const UNREADABLE = new Set([400, 413, 422]);
const LOOP = 508;
/** A receiver only appends what it gets: unlike an insert, that costs the same in small pieces. */
const SEND_EVERY_MS = 80;

export interface OtlpSinkOptions {
  /** Base URL; `/v1/traces` and `/v1/logs` are added (OTEL_EXPORTER_OTLP_ENDPOINT). */
  readonly endpoint: string;
  /** `key=value,…`, percent-encoded (OTEL_EXPORTER_OTLP_HEADERS). */
  readonly headers: string;
  readonly timeoutMs: number;
  /** Names this process to a receiver that may turn out to be itself. */
  readonly origin?: string;
  readonly log: Logger;
}

/**
 * Delivers segments as they are to an OTLP/HTTP receiver. The specification's retryable answers
 * (429, 502, 503, 504) and lost connections are repeated, and so are refusals that a corrected
 * configuration cures (401, 404, …): an id is never given up for a wrong token.
 */
export function otlpSink(options: OtlpSinkOptions): Sink {
  const base = options.endpoint.replace(/\/+$/, '');
  const { origin, timeoutMs, log } = options;
  const headers = {
    ...headersOf(options.headers),
    ...(origin !== undefined && { [ORIGIN_HEADER]: origin }),
    'content-type': 'application/x-protobuf',
  };
  let dropped = 0;

  /** A refusal of error events is no delivery; of other records it is the receiver's to lose. */
  function take(stream: Stream, answer: Buffer): void {
    const partial = partialSuccess(answer);
    if (partial === undefined) return;
    if (stream === 'errors' && partial.rejected > 0) {
      throw new Rejected(`the receiver refused ${partial.rejected} records: ${partial.reason}`);
    }
    dropped += partial.rejected;
    log.warn({ ...partial, stream }, 'the receiver refused some records: dropped');
  }

  async function send(stream: Stream, paths: readonly string[]): Promise<void> {
    // Never whole in memory: buffers of its size are what the garbage collector halts for.
    const body = new Blob(await Promise.all(paths.map((path) => openAsBlob(path))));
    const signal = AbortSignal.timeout(timeoutMs);
    const to = `${base}/v1/${stream === 'traces' ? 'traces' : 'logs'}`;
    const response = await fetch(to, { method: 'POST', headers, body, signal });
    const answer = Buffer.from(await response.arrayBuffer());
    if (response.ok) return take(stream, answer);
    const said = statusMessage(answer);
    const message = `the receiver answered ${response.status}${said ? `: ${said}` : ''}`;
    if (response.status === LOOP) throw new Rejected(message);
    if (UNREADABLE.has(response.status)) throw new Unreadable(message);
    const { headers: answered } = response;
    // A date goes by the receiver's own clock.
    const sentMs = Date.parse(answered.get('date') ?? '');
    throw new RetryLater(message, retryAfterMs(answered.get('retry-after'), sentMs));
  }

  return {
    everyMs: SEND_EVERY_MS,
    deliver: ({ stream, path }) => send(stream, [path]),
    // Frames stand one after another, so that segments together are one valid body.
    deliverTogether: ({ stream, parts }) =>
      send(
        stream,
        parts.map(({ path }) => path),
      ),
    droppedRecords: () => dropped,
  };
}

function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => /^\s*([^=\s]+)\s*=(.*)$/.exec(pair));
  return Object.fromEntries(
    pairs.flatMap((pair) =>
      pair?.[1] ? [[pair[1], decodeURIComponent(pair[2]?.trim() ?? '')]] : [],
    ),
  );
}
