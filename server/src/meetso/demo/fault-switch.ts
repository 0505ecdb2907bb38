/** Makes a share of calls to a data source fail; the demo's traffic moves it. */
export interface FaultSwitch {
  /** Sets the share of calls that fail from now on, 0 (none) to 1 (all). */
  fail(share: number): void;
  /** Throws, for the share of calls that is set, what a lost connection throws. */
  trip(): void;
}

/** A data source connection that was refused, in the shape that Node gives it. */
class ConnectionRefused extends Error {
  readonly code = 'ECONNREFUSED';
  readonly errno = -111;
  readonly syscall = 'connect';
  readonly address = '10.20.4.17';
  readonly port = 5432;
  constructor() {
    super('connect ECONNREFUSED 10.20.4.17:5432');
    this.name = 'ConnectionRefused';
  }
}

/** A switch that starts at 0: nothing fails. */
export function createFaultSwitch(random: () => number): FaultSwitch {
  let failing = 0;
  return {
    fail(share) {
      failing = share;
    },
    trip() {
      if (failing > 0 && random() < failing) throw new ConnectionRefused();
    },
  };
}
