import type { JudgedProducer } from '../watermark/judge-producer.ts';
import type { Freshness } from './freshness.ts';
import { sayTime } from './say-time.ts';

/** Producers are named up to this many. */
const MOST_NAMED = 3;

/** Whose answers are waited for, as a sentence and a space; nothing where nobody is named. */
export function sayAwaited(freshness: Freshness | undefined): string {
  const awaited = awaitedOf(freshness);
  return awaited.length === 0
    ? ''
    : `Waiting for ${listed(awaited.map((one) => `the ${named(one)}`))}. `;
}

/** Why it cannot be said that an id does not exist, and what to do about it. */
export function sayHeld(freshness: Freshness | undefined): string {
  if (freshness === undefined) return '';
  const { found } = freshness;
  if (found.controlPlane !== 'ok')
    return 'The control plane (Postgres) does not answer, so it is not known which processes have answered requests.';
  if (found.replacedAt !== undefined)
    return `The telemetry store was replaced at ${sayTime(found.replacedAt)}: what only the old one held is not in it. Restore the old store, or accept the loss with "request-desk store accept --reason …".`;
  const held = awaitedOf(freshness).filter(({ state, gap }) => state === 'lost' || gap);
  return held.length === 0
    ? ''
    : `${held.slice(0, MOST_NAMED).map(heldBy).join(' ')} If it is gone for good, an admin decides on the status page.`;
}

function heldBy(producer: JudgedProducer): string {
  const { state, silentSince, currentTo, gap } = producer;
  const since =
    currentTo === undefined ? '' : ` Known to be complete only to ${sayTime(currentTo)}.`;
  if (state === 'lost')
    return `The ${named(producer)} has sent nothing since ${sayTime(silentSince ?? 0)}.${since}`;
  return gap?.missing === 'end'
    ? `How an earlier run of the ${named(producer)} ended has not arrived.${since}`
    : `${gap ? gap.last - gap.first + 1 : 'Some'} answers of the ${named(producer)} have not arrived, although later ones have.${since}`;
}

function awaitedOf(freshness: Freshness | undefined): readonly JudgedProducer[] {
  const absence = freshness?.absence;
  return absence && 'awaited' in absence ? absence.awaited : [];
}

function named({ id, host, roles }: JudgedProducer): string {
  return `process ${host || id} (${roles.join(', ') || 'unknown role'}, ${id})`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
