import type { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import type { Stream } from '@request-desk/fastify/spool/spool';
import { ofServices } from '../allowed-services.ts';
import type { Encoding, Rejection, Signal } from '../answers.ts';
import { MalformedBody, TooMuch } from '../body-faults.ts';
import type { Sender } from '../credentials.ts';
import { divided } from '../divide.ts';
import { protobufOfJson } from '../json-to-protobuf.ts';
import { redacted } from '../redact.ts';
import { rewrite } from '../rewrite.ts';
import { stamped } from '../stamp.ts';
import { walk } from '../wire-walk.ts';

/** What is known of a body beside its bytes. */
export interface BodyContext {
  readonly signal: Signal;
  readonly sender: Sender;
  readonly encoding: Encoding;
}

/** What becomes of a body. */
export interface Prepared {
  /** What goes into the spool, without secrets and stamped with its sender: requests of at most 4 MiB each. */
  readonly stored: readonly Uint8Array[];
  readonly stream: Stream;
  /** Records of the body, refused ones too. */
  readonly items: number;
  readonly rejection?: Rejection | undefined;
}

/** Why nothing of a body is taken. */
export interface Fault {
  readonly fault: 'malformed' | 'too_much';
  readonly message: string;
}

/** So much is written to the spool at a time, while customers wait. */
const SPOOL_WRITE_BYTES = 4 * 2 ** 20;
const ROOT = { traces: 'TracesRequest', logs: 'LogsRequest', metrics: 'MetricsRequest' } as const;
const NO_METRICS =
  'metrics are not kept here: send them to a store of metrics, or set OTEL_METRICS_EXPORTER=none';
const REFUSED =
  'records whose event name begins with request_desk., or is an earlier name of such a one, are taken ' +
  'from API processes only';

/**
 * Checks a body, writes it again where the engine cannot take it, and scrubs its text. Bodies of which
 * more than `most` bytes would have to be rewritten or looked through are left undone: undefined.
 * With a `writer`, what is to be stored may lie in its memory.
 */
export function prepare(
  parcel: BodyContext,
  body: Uint8Array,
  most = Number.POSITIVE_INFINITY,
  writer?: ProtobufWriter,
): Prepared | Fault | undefined {
  try {
    return prepared(parcel, body, writer, most);
  } catch (error) {
    if (error instanceof MalformedBody)
      return {
        fault: 'malformed',
        message: `not an OTLP ${parcel.signal} request: ${error.message}`,
      };
    if (error instanceof TooMuch) return { fault: 'too_much', message: error.message };
    throw error;
  }
}

function prepared(
  { signal, sender, encoding }: BodyContext,
  body: Uint8Array,
  writer: ProtobufWriter | undefined,
  most: number,
): Prepared | undefined {
  if (encoding === 'json' && body.length > most) return undefined;
  const sent = encoding === 'json' ? protobufOfJson(body, ROOT[signal]) : body;
  const whole = walk(sent, ROOT[signal]);
  if (signal === 'metrics') {
    const { items } = whole;
    const refused = { signal, count: items, message: NO_METRICS };
    return { stored: [], stream: 'logs', items, rejection: items > 0 ? refused : undefined };
  }
  // The API's own emitter has scrubbed what it sends.
  const { secretNames } = whole;
  const bytes = sender.own ? sent : redacted(sent, { root: ROOT[signal], secretNames, most });
  if (bytes === undefined) return undefined;
  // Names may be others now.
  const findings = bytes === sent ? whole : walk(bytes, ROOT[signal]);
  const refuse = !sender.own && findings.reserved > 0;
  const rejection = refuse ? { signal, count: findings.reserved, message: REFUSED } : undefined;
  const stream = streamOf(signal, findings.errorEvents && !refuse);
  const { items } = findings;
  if (items === 0 || (refuse && findings.reserved === items))
    return { stored: [], stream, items, rejection };
  const known: Known = { signal, sender, stream, items, rejection };
  if (!refuse && !findings.rewrite) return storedOf(bytes, writer, known);
  if (bytes.length > most) return undefined;
  return storedOf(rewrite(bytes, ROOT[signal], refuse), writer, known);
}

interface Known extends Omit<Prepared, 'stored'> {
  readonly signal: Signal;
  readonly sender: Sender;
}

/** Of a body in its final form, what its sender may send, stamped. */
function storedOf(
  body: Uint8Array,
  writer: ProtobufWriter | undefined,
  { signal, sender, rejection, ...known }: Known,
): Prepared {
  const { services = [], name } = sender;
  const piecesOf = (bytes: Uint8Array) =>
    divided(stamped(bytes, sender, writer), SPOOL_WRITE_BYTES);
  if (services.length === 0) return { ...known, stored: piecesOf(body), rejection };
  const { body: left, refused } = ofServices(body, services);
  const message = `${name} may send for ${services.join(', ')} alone (service.name)`;
  return {
    ...known,
    stored: left.length === 0 ? [] : piecesOf(left),
    rejection: refused === 0 ? rejection : together(rejection, { signal, count: refused, message }),
  };
}

function together(one: Rejection | undefined, other: Rejection): Rejection {
  if (one === undefined) return other;
  const { signal } = other;
  return { signal, count: one.count + other.count, message: `${one.message}; ${other.message}` };
}

/** Error events travel in the stream that is dropped last. */
function streamOf(signal: Signal, errorEvents: boolean): Stream {
  if (signal === 'traces') return 'traces';
  return errorEvents ? 'errors' : 'logs';
}
