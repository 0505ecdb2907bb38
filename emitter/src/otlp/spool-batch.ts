import type { InstrumentationScope } from '@opentelemetry/core';
import type { Spool, Stream } from '../spool/spool.ts';
import { type EncodedResource, encodeRequest } from './otlp-request.ts';
import { ProtobufWriter } from './protobuf.ts';

const FLUSH_AFTER_MS = 200;
const FLUSH_ITEMS = 1000;

interface BatchOptions {
  readonly spool: Spool;
  readonly stream: Stream;
  readonly resource: EncodedResource;
  /** Called with the number of items that the spool refused. */
  readonly dropped: (items: number) => void;
  /** Called after each flush. */
  readonly flushed?: () => void;
}

/**
 * Gathers spans or log records for at most 200 ms and appends them as one body. Items are encoded
 * as they come, so that a flush never holds up the event loop. A failing spool costs the batch.
 */
export class SpoolBatch {
  readonly #spool: Spool;
  readonly #stream: Stream;
  readonly #resource: EncodedResource;
  readonly #dropped: (items: number) => void;
  readonly #flushed: () => void;
  /** Used again after each flush: buffers of this size are what the garbage collector halts for. */
  readonly #scopes = new Map<InstrumentationScope, ProtobufWriter>();
  readonly #request = new ProtobufWriter(65_536);
  #items = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ spool, stream, resource, dropped, flushed = () => undefined }: BatchOptions) {
    this.#spool = spool;
    this.#stream = stream;
    this.#resource = resource;
    this.#dropped = dropped;
    this.#flushed = flushed;
  }

  add(scope: InstrumentationScope, write: (writer: ProtobufWriter) => void): void {
    let writer = this.#scopes.get(scope);
    if (writer === undefined) {
      writer = new ProtobufWriter(16_384);
      this.#scopes.set(scope, writer);
    }
    write(writer);
    if (++this.#items >= FLUSH_ITEMS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Appends what is there; never throws. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#items === 0) return;
    const items = this.#items;
    const used = [...this.#scopes].filter(([, writer]) => writer.length > 0);
    const encoded = used.map(([scope, writer]) => [scope, writer.view()] as const);
    this.#items = 0;
    try {
      this.#spool.append(this.#stream, encodeRequest(this.#request, this.#resource, encoded));
    } catch {
      this.#dropped(items);
    }
    for (const [, writer] of used) writer.reset();
    this.#flushed();
  }
}
