import type { Spool, Stream } from '@request-desk/fastify/spool/spool';
import type { Encoding, Rejection } from './answers.ts';
import type { Sender } from './credentials.ts';
import { protobufOfJson } from './json-to-protobuf.ts';
import { Malformed, TooMuch } from './otlp-messages.ts';
import { malformed, noRoom, tooLarge } from './refusal.ts';
import { RESERVED_NAMES } from './reserved.ts';
import { rewrite } from './rewrite.ts';
import { type Findings, walk } from './wire-walk.ts';

export type Signal = 'traces' | 'logs';

const ROOT = { traces: 'TracesRequest', logs: 'LogsRequest' } as const;
const REFUSED = `records whose event name begins with ${RESERVED_NAMES} are taken from API processes only`;

/**
 * Checks a body and puts it into the spool; written when it returns. Returns what was refused of
 * it, if anything. Throws Refusal when nothing was taken.
 */
export function accept(
  spool: Spool,
  signal: Signal,
  sender: Sender,
  encoding: Encoding,
  body: Buffer,
): Rejection | undefined {
  const { bytes, findings } = checked(signal, encoding, body);
  if (findings.items === 0) return undefined;
  const refuse = sender !== 'api' && findings.reserved > 0;
  const stored = refuse || findings.rewrite ? rewrite(bytes, ROOT[signal], refuse) : bytes;
  const rejection = refuse ? { signal, count: findings.reserved, message: REFUSED } : undefined;
  if (refuse && findings.reserved === findings.items) return rejection;
  try {
    spool.append(streamOf(signal, findings.errorEvents && !refuse), stored);
  } catch {
    // The spool counts and reports its own faults; the sender still has the bytes.
    throw noRoom();
  }
  return rejection;
}

function checked(
  signal: Signal,
  encoding: Encoding,
  body: Buffer,
): { bytes: Uint8Array; findings: Findings } {
  try {
    const bytes = encoding === 'json' ? protobufOfJson(body, ROOT[signal]) : body;
    return { bytes, findings: walk(bytes, ROOT[signal]) };
  } catch (error) {
    if (error instanceof Malformed)
      throw malformed(`not an OTLP ${signal} request: ${error.message}`);
    if (error instanceof TooMuch) throw tooLarge(error.message);
    throw error;
  }
}

/** Error events travel in the stream that is dropped last. */
function streamOf(signal: Signal, errorEvents: boolean): Stream {
  if (signal === 'traces') return 'traces';
  return errorEvents ? 'errors' : 'logs';
}
