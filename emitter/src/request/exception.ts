import { scrub, scrubLine } from '../redaction/scrub.ts';

/** An exception as it may be recorded: scrubbed and bounded. */
export interface DescribedException {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
}

/** Describes anything that was thrown. */
export function describeException(thrown: unknown): DescribedException {
  if (!(thrown instanceof Error)) {
    const message = typeof thrown === 'string' ? scrubLine(thrown, 1000) : 'not an Error';
    return { type: typeof thrown, message, stack: '' };
  }
  const type = thrown.name === 'Error' ? thrown.constructor.name : thrown.name;
  return {
    type,
    message: scrubLine(thrown.message, 1000),
    stack: scrub((thrown.stack ?? '').slice(0, 8000)),
  };
}
