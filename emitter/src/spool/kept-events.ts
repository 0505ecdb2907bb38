import { copyOf } from './copy-of.ts';
import type { Spool } from './spool.ts';

const MAX_BYTES = 8 * 2 ** 20;

/** Error events that the spool did not take, kept in memory until it does; the oldest stay. */
export class KeptEvents {
  readonly #bodies: Uint8Array[] = [];
  #bytes = 0;

  /** Keeps a copy of one OTLP body while there is room for it. */
  keep(body: Uint8Array): void {
    if (this.#bytes + body.length > MAX_BYTES) return;
    this.#bytes += body.length;
    this.#bodies.push(copyOf(body));
  }

  /** Appends what is kept, in its order, as far as `spool` takes it; never throws. */
  appendTo(spool: Spool): void {
    let taken = 0;
    try {
      for (const body of this.#bodies) {
        spool.append('errors', body);
        this.#bytes -= body.length;
        taken++;
      }
    } catch {
      // Still no room: the next record tries again.
    }
    this.#bodies.splice(0, taken);
  }
}
