import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import type { ProducerDecision, ProducerRow, Producers, StoreRow } from '../database/producers.ts';
import { type AcceptedDetail, acceptedDetail, DESK } from './limits.ts';
import type { Loss } from './producer-progress.ts';
import type { StoreSnapshot } from './store-reader.ts';

/** What of the registry is read and written. */
export type Registry = Pick<
  Producers,
  | 'all'
  | 'decisions'
  | 'stores'
  | 'register'
  | 'recall'
  | 'accept'
  | 'seeStore'
  | 'markDrained'
  | 'saveVerified'
>;

/** What the control plane knows. */
export interface RegistryLook {
  readonly rows: readonly ProducerRow[];
  readonly decisions: readonly ProducerDecision[];
  readonly stores: readonly StoreRow[];
}

/** Somebody may wait for what the registry says; once it failed, less long. */
const WITHIN_MS = 900;
const AGAIN_MS = 300;

/**
 * Reads the registry again at each call, with what it said before and has forgotten; undefined, after `away` was
 * called, where it does not answer in time.
 */
export function promptRegistry(
  producers: Pick<Producers, 'all' | 'decisions' | 'stores' | 'register'>,
  away: (error?: unknown) => undefined,
): () => Promise<RegistryLook | undefined> {
  let isAway = false;
  let known: readonly ProducerRow[] = [];
  return async () => {
    const reading = readRegistry(producers);
    const late = (): RegistryLook | undefined => away();
    const found = await withStallTolerantTimeout(
      isAway ? AGAIN_MS : WITHIN_MS,
      reading,
      late,
    ).catch(away);
    isAway = found === undefined;
    // What is only slow is waited for longer the next time.
    if (isAway)
      reading.then(
        () => {
          isAway = false;
        },
        () => undefined,
      );
    if (found === undefined) return undefined;
    const look = await withForgotten(producers, known, found, away);
    known = look.rows;
    return look;
  };
}

/** Reads all of it; cheap, the tables are small. */
async function readRegistry(
  producers: Pick<Producers, 'all' | 'decisions' | 'stores'>,
): Promise<RegistryLook> {
  const [{ producers: rows }, decisions, stores] = await Promise.all([
    producers.all(),
    producers.decisions(),
    producers.stores(),
  ]);
  return { rows, decisions, stores };
}

/**
 * What the registry says, with what it said `before` and has forgotten: nothing takes a producer or an epoch out
 * of it but a restored backup. Who is still waited for is registered again, so that it is known after this process,
 * too; until that succeeds it counts as it was known.
 */
async function withForgotten(
  producers: Pick<Producers, 'register'>,
  before: readonly ProducerRow[],
  found: RegistryLook,
  failed: (error: unknown) => undefined,
): Promise<RegistryLook> {
  const epochs = new Map(found.rows.map(({ id, epoch }) => [id, epoch]));
  const forgotten = before.filter(({ id, epoch }) => (epochs.get(id) ?? 0) < epoch);
  if (forgotten.length === 0) return found;
  for (const { id, roles, host, epoch, drainedEpoch, retiredAt } of forgotten) {
    if (retiredAt === null && drainedEpoch !== epoch)
      await producers.register(id, roles, host, epoch).catch(failed);
  }
  const ids = new Set(forgotten.map(({ id }) => id));
  return { ...found, rows: [...found.rows.filter(({ id }) => !ids.has(id)), ...forgotten] };
}

/**
 * Producers, and later epochs of them, that are known from stored records alone are registered now:
 * of senders without a control plane, or forgotten with a restored backup of it. True if any was.
 */
export async function registerUnknown(
  producers: Pick<Producers, 'register' | 'accept'>,
  { rows }: RegistryLook,
  { records }: StoreSnapshot,
): Promise<boolean> {
  const known = new Map(rows.map(({ id, epoch }) => [id, epoch]));
  const unknown = Map.groupBy(
    records.filter(({ producer, epoch }) => epoch > (known.get(producer) ?? 0)),
    ({ producer }) => producer,
  );
  for (const [id, [newest]] of unknown) {
    if (newest === undefined) continue;
    const { roles, instance, epoch, at: since_ms } = newest;
    // Of several processes that see it at once, or when it was only slower to be read, one is first.
    if (!(await producers.register(id, roles, instance, epoch))) continue;
    const detail: AcceptedDetail = { kind: 'unregistered', since_ms };
    await producers.accept(id, DESK, 'first known by its first stored record', detail);
  }
  return unknown.size > 0;
}

interface FoundLoss {
  /** Of the producer. */
  readonly id: string;
  readonly loss: Loss;
  readonly currentTo: number | undefined;
  readonly nowMs: number;
}

/** Writes down what was passed without having been seen, once. */
export async function recordLoss(
  producers: Pick<Producers, 'accept'>,
  { decisions }: RegistryLook,
  { id, loss, currentTo, nowMs }: FoundLoss,
): Promise<void> {
  const known = decisions.some(({ producerId, detail }) => {
    const parsed = acceptedDetail.safeParse(detail);
    if (producerId !== id || !parsed.success || parsed.data.kind === 'unregistered') return false;
    if (parsed.data.epoch !== loss.epoch) return false;
    return parsed.data.kind === 'unclean_end'
      ? loss.kind === 'unclean_end'
      : loss.kind === 'successes' && parsed.data.first === loss.first;
  });
  if (known) return;
  if (loss.kind === 'unclean_end') {
    const { epoch, since: since_ms, until: until_ms } = loss;
    const detail: AcceptedDetail = { kind: 'unclean_end', epoch, since_ms, until_ms };
    await producers.accept(id, DESK, 'an unclean end', detail);
    return;
  }
  const { epoch, first, last } = loss;
  const detail: AcceptedDetail = {
    kind: 'gap',
    epoch,
    missing: 'succeeded',
    first,
    last,
    passed: { epoch, failed: 0, succeeded: last },
    since_ms: currentTo ?? null,
    until_ms: nowMs,
  };
  await producers.accept(id, DESK, 'successes that did not come within a minute', detail);
}
