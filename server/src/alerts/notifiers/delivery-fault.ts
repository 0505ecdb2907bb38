/** A notification was not taken; the text is for the delivery log and holds no secret. */
export class DeliveryFault extends Error {
  readonly status: number | null;
  /** False: the same message will never be taken. */
  readonly retryable: boolean;
  /** What the channel asked for; 0: nothing. */
  readonly retryAfterMs: number;

  constructor(
    message: string,
    options: { status?: number; retryable?: boolean; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.status = options.status ?? null;
    this.retryable = options.retryable ?? true;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
