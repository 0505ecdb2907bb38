import { openAsBlob } from 'node:fs';
import type { Logger } from 'pino';
import { type Delivery, RetryLater, type Sink, Unreadable } from '../sink.ts';
import { partialSuccess } from './partial-success.ts';

/** The content itself is refused: malformed, or too large in one piece. */
const UNREADABLE = new Set([400, 413, 422]);

export interface OtlpSinkOptions {
  /** Base URL; `/v1/traces` and `/v1/logs` are added (OTEL_EXPORTER_OTLP_ENDPOINT). */
  readonly endpoint: string;
  /** `key=value,…`, percent-encoded (OTEL_EXPORTER_OTLP_HEADERS). */
  readonly headers: string;
  readonly timeoutMs: number;
  readonly log: Logger;
}

/**
 * Delivers segments as they are to an OTLP/HTTP receiver. The specification's retryable answers
 * (429, 502, 503, 504) and lost connections are repeated, and so are refusals that a corrected
 * configuration cures (401, 404, …): an id is never given up for a wrong token.
 */
export function otlpSink(options: OtlpSinkOptions): Sink {
  const base = options.endpoint.replace(/\/+$/, '');
  const headers = { ...headersOf(options.headers), 'content-type': 'application/x-protobuf' };
  return {
    async deliver({ stream, path }: Delivery): Promise<void> {
      const response = await fetch(`${base}/v1/${stream === 'traces' ? 'traces' : 'logs'}`, {
        method: 'POST',
        headers,
        // Never whole in memory: buffers of its size are what the garbage collector halts for.
        body: await openAsBlob(path),
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      const answer = Buffer.from(await response.arrayBuffer());
      if (response.ok) {
        const partial = partialSuccess(answer);
        if (partial) options.log.warn({ ...partial, stream }, 'the receiver refused some records');
        return;
      }
      const message = `the receiver answered ${response.status}`;
      if (UNREADABLE.has(response.status)) throw new Unreadable(message);
      throw new RetryLater(message, retryAfterMs(response.headers.get('retry-after')));
    },
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

/** Seconds or a date (RFC 9110, 10.2.3); 0 where there is none. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
