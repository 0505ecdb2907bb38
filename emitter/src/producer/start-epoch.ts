import { join } from 'node:path';
import type { Logger } from 'pino';
import { newProducerId, readIdentity, writeIdentity } from './identity.ts';
import { type ProducerRegistry, RegistrationRefused } from './registry.ts';
import { SequenceFile, type SequenceState } from './sequence-file.ts';

/** A succeeded event comes when its answer has been sent: so much later at the most, usually. */
const SENDING_MS = 1_000;

/** An epoch that is registered and durable: its numbers may be given. */
export interface Epoch {
  readonly id: string;
  readonly epoch: number;
  readonly file: SequenceFile;
}

interface StartOptions {
  /** The spool directory. */
  readonly path: string;
  readonly registry: ProducerRegistry;
  readonly roles: readonly string[];
  readonly host: string;
  readonly log: Logger;
  /** Appends the last word on the epoch before, which did not drain; before anything else is. */
  readonly appendEnd: (id: string, last: SequenceState) => void;
}

/**
 * Begins the next epoch of the producer in a spool directory. A directory that is a copy becomes a
 * producer of its own. Rejects, and nothing may be answered, when that cannot be registered.
 */
export async function startEpoch(options: StartOptions): Promise<Epoch> {
  const { path, log } = options;
  const file = new SequenceFile(join(path, 'sequence'));
  const identity = readIdentity(join(path, 'producer'));
  const last = file.found;
  if (identity !== undefined && last !== undefined) {
    const copied = identity.copied || (await registered(options, identity.id)) > last.epoch;
    const epoch = last.epoch + 1;
    if (!copied && (await resume(options, file, identity.id, epoch))) {
      return { id: identity.id, epoch, file };
    }
  }
  const id = newProducerId();
  if (identity !== undefined) {
    log.warn(
      { producer: id, before: identity.id },
      'the spool directory is a copy, or older than what its producer said last: it is a new ' +
        'producer now; retire the one before if no process runs as it any more',
    );
  }
  writeIdentity(join(path, 'producer'), id);
  begin(file, 1);
  if (!(await register(options, id, 1)))
    throw new RegistrationRefused(`${id} is registered already`);
  return { id, epoch: 1, file };
}

/**
 * Tells the registry of a running epoch again, where it knows an earlier one only: restored from an
 * earlier backup, it would not miss what this process answers. Rejects as the registry does.
 */
export async function registerAgain(
  {
    registry,
    roles,
    host,
    log,
  }: Pick<StartOptions, 'roles' | 'host' | 'log'> & {
    readonly registry?: ProducerRegistry | undefined;
  },
  producer: string,
  epoch: number,
  registered: number,
): Promise<void> {
  if (!(await registry?.register(producer, roles, host, epoch))) return;
  log.warn(
    { producer, epoch, registered },
    'the control plane had forgotten the registration of this process: it is registered again',
  );
}

/**
 * Since when successes of an epoch that did not end cleanly may be lost; undefined where none can be:
 * who only receives telemetry answered no request. In milliseconds since 1970.
 */
export function losableSince(
  roles: readonly string[],
  { failed, succeeded, flushedMs }: Pick<SequenceState, 'failed' | 'succeeded' | 'flushedMs'>,
): number | undefined {
  const answers = roles.includes('api') || failed + succeeded > 0;
  return answers && flushedMs > 0 ? Math.max(0, flushedMs - SENDING_MS) : undefined;
}

/** False when another process was quicker with a copy of the directory. */
async function resume(
  options: StartOptions,
  file: SequenceFile,
  id: string,
  epoch: number,
): Promise<boolean> {
  const last = file.found;
  // Before the new epoch is: what ends in between says it again.
  if (last && !last.drained) options.appendEnd(id, last);
  begin(file, epoch);
  return await register(options, id, epoch);
}

function begin(file: SequenceFile, epoch: number): void {
  file.write({ epoch, failed: 0, succeeded: 0, flushedMs: 0, drained: false });
  file.sync();
}

async function registered({ registry }: StartOptions, id: string): Promise<number> {
  return (await registry.find(id).catch(refused))?.epoch ?? 0;
}

function register(options: StartOptions, id: string, epoch: number): Promise<boolean> {
  const { registry, roles, host } = options;
  return registry.register(id, roles, host, epoch).catch(refused);
}

function refused(cause: unknown): never {
  throw new RegistrationRefused(
    'the control plane does not take the registration of this process, and without it nobody ' +
      'would know what it has not delivered: start again when the control plane answers',
    cause,
  );
}
