import type { Context } from '@opentelemetry/api';

/**
 * An OpenTelemetry context as a chain of single values. The API's own contexts carry three functions
 * each as properties, and V8 keeps a whole request alive that holds such an object: it outlives the
 * young generation, and moving it there is what the event loop would halt for.
 */
export class ChainedContext implements Context {
  readonly #parent: Context;
  readonly #key: symbol;
  readonly #value: unknown;

  constructor(parent: Context, key: symbol, value: unknown) {
    this.#parent = parent;
    this.#key = key;
    this.#value = value;
  }

  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new ChainedContext(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new ChainedContext(this, key, undefined);
  }
}
