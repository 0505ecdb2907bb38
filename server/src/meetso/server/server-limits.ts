/** What one process takes on before it refuses. */
export interface ServerLimits {
  /** Average delay of the event loop, in milliseconds, beyond which new requests are refused. */
  readonly loopDelayMs: number;
  /** Requests open at the same time. */
  readonly openRequests: number;
  /** Milliseconds after which a request whose handler never came back is answered. */
  readonly handlerMs: number;
  /** Milliseconds that open requests get to finish in on shutdown. */
  readonly drainMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  loopDelayMs: 500,
  openRequests: 1_000,
  handlerMs: 15_000,
  drainMs: 15_000,
};
