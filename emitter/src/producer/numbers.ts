import { ATTR } from '@request-desk/shared/attributes';
import { writeAttributes } from '../otlp/otlp-attributes.ts';
import { LOG_ATTRIBUTES } from '../otlp/otlp-logs.ts';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import type { EventNumbers } from '../request/event-numbers.ts';

interface NumbersOptions {
  readonly id: string;
  readonly epoch: number;
  /** Makes the counts outlive the process; must not throw. */
  readonly save: () => void;
}

/** The numbers of one epoch: 1, 2, … for failed and for succeeded events. */
export class Numbers implements EventNumbers {
  #stamp: Uint8Array;
  readonly #save: () => void;
  #flush: () => void = () => undefined;
  failed = 0;
  succeeded = 0;
  /** Succeeded events that were handed to the spool, with the last save. */
  flushed = 0;

  constructor({ id, epoch, save }: NumbersOptions) {
    this.#stamp = stampOf(id, epoch);
    this.#save = save;
  }

  /** Begins again as another producer. */
  restart(id: string, epoch: number): void {
    this.#stamp = stampOf(id, epoch);
    this.failed = 0;
    this.succeeded = 0;
    this.flushed = 0;
  }

  stamp(writer: ProtobufWriter, failed: boolean): void {
    const number = this.#take(failed);
    writer.raw(this.#stamp);
    writeAttributes(writer, LOG_ATTRIBUTES, { [ATTR.producerSequence]: number });
  }

  skip(failed: boolean): void {
    this.#take(failed);
    if (failed) this.#save();
  }

  failedWritten(): void {
    this.#save();
  }

  succeededWritten(): void {
    if (this.flushed === this.succeeded) return;
    this.flushed = this.succeeded;
    this.#save();
  }

  flushBy(flush: () => void): void {
    this.#flush = flush;
  }

  /** Hands succeeded events that wait in a batch to the spool. */
  flush(): void {
    this.#flush();
  }

  #take(failed: boolean): number {
    return failed ? ++this.failed : ++this.succeeded;
  }
}

/** Producer and epoch as attributes, encoded once for all events. */
function stampOf(id: string, epoch: number): Uint8Array {
  const w = new ProtobufWriter(256);
  writeAttributes(w, LOG_ATTRIBUTES, { [ATTR.producerId]: id, [ATTR.producerEpoch]: epoch });
  return w.finish();
}
