import type { Logger } from 'pino';
import { outageOf } from '../../database/control-plane-outage.ts';
import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { ApiProcess, ApiProcesses } from '../directory/api-processes.ts';
import type { KeyCache } from './key-cache.ts';

/** Together with a beat's own time below the 2 s in which a revocation takes effect, also where no roll is called. */
const ANNOUNCE_EVERY_MS = 1_000;
/** While the control plane does not answer, or does again for the first time. */
const ANNOUNCE_AGAIN_MS = 500;

interface ContactOptions {
  readonly processes: Pick<ApiProcesses, 'beat' | 'leave' | 'callRoll' | 'onRollCall'>;
  readonly self: ApiProcess;
  readonly keys: KeyCache;
  readonly plane: ControlPlaneState;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ControlPlaneWatch {
  /** How many processes of the API live, this one among them, as of the last contact. */
  processes(): number;
  stop(): Promise<void>;
}

/**
 * Hears of revocations when they happen, or within a second, and confirms them; and finds out whether the
 * control plane is there before requests have to. Says once when it goes and when it is back.
 */
export function watchControlPlane(options: ContactOptions): ControlPlaneWatch {
  const { processes, self, keys, plane, log, now } = options;
  let [stopped, away, live] = [false, '', 1];
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let [beating, called] = [false, false];
  const beat = async () => {
    [beating, called] = [true, false];
    try {
      const heard = await processes.beat(self, keys.validIds());
      keys.revoked(heard.revoked, new Date(now()));
      live = heard.processes;
      plane.answered();
      if (away !== '') log.info('the control plane answers again');
      away = '';
    } catch (error) {
      const outage = outageOf(error);
      const said = outage?.message ?? 'revocations cannot be read';
      // A pause of this process looks like an outage, once.
      if (outage && away !== '') plane.failed(outage);
      if (away !== said) log.error({ err: error }, said);
      away = said;
    }
    beating = false;
    const everyMs = away === '' ? ANNOUNCE_EVERY_MS : ANNOUNCE_AGAIN_MS;
    // A beat that had begun when the roll was called may have read before that.
    if (!stopped) timer = setTimeout(next, called ? 0 : everyMs);
  };
  const next = () => {
    running = beat();
  };
  processes.onRollCall(() => {
    called = true;
    if (beating || stopped) return;
    clearTimeout(timer);
    next();
  });
  next();
  // The others share the limits with this process from now on.
  void running.then(() => processes.callRoll());
  return {
    processes: () => live,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await processes.leave(self.instance).catch(() => undefined);
      processes.callRoll();
    },
  };
}
