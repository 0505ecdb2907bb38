import type { EscalationChain } from '@request-desk/shared/alert-escalation-api';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Database, Orm } from '../../database/database.ts';
import type { Channel, Channels } from '../channels/channels.ts';
import { Outbox } from '../delivery/outbox.ts';
import { isFenced } from '../evaluate/lease.ts';
import { LeaseLost } from '../evaluate/memory.ts';
import { restingAlerts } from '../evaluate/status.ts';
import { Incidents, type NewEvent, type OpenIncident } from '../incidents/incidents.ts';
import { effectOn, suppressionsAt } from '../silences/suppressions.ts';
import { advance, type EscalationStep, type Progress } from './chain.ts';
import { Escalations, type StoredProgress } from './escalations.ts';

const ESCALATE_EVERY_MS = 5_000;
/** A restart or a takeover is not longer; a clock that was set in between could say anything. */
const MOST_AWAY_MS = 15 * MINUTE_MS;

interface EscalatorOptions {
  readonly database: Database;
  readonly channels: Channels;
  readonly holder: string;
  readonly now: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs: () => number;
  /** Called after steps are taken, or may be: the outbox may have something new. */
  readonly onDecided?: () => void;
}

/** One due step of one page. */
interface Due {
  readonly incident: OpenIncident;
  readonly step: EscalationStep;
}

/**
 * Tells the next channel of pages that nobody acknowledges, unless their trouble has come to rest. How
 * long one has waited is counted by the steady clock and stored; over a restart by the database's clock.
 */
export class Escalator {
  readonly #options: EscalatorOptions;
  /** When it last counted, by the steady clock; nothing before the first time and after `pause`. */
  #countedMs: number | undefined;

  constructor(options: EscalatorOptions) {
    this.#options = options;
  }

  /** Another process counts from now on. */
  pause(): void {
    this.#countedMs = undefined;
  }

  /** Takes the steps that are due. Throws LeaseLost when another process evaluates. */
  async tick(): Promise<void> {
    const { database, channels, steadyMs, onDecided } = this.#options;
    const at = steadyMs();
    const elapsed = this.#countedMs === undefined ? undefined : at - this.#countedMs;
    if (elapsed !== undefined && elapsed < ESCALATE_EVERY_MS) return;
    // Counted again from what is stored if this fails half-way.
    this.#countedMs = undefined;
    if (await new Escalations(database).hasAny()) {
      // Before the transaction: the embedded engine has one connection.
      const all = await channels.list();
      await database.orm
        .transaction((orm) => this.#count(orm, elapsed, all))
        .finally(() => onDecided?.());
    }
    this.#countedMs = at;
  }

  async #count(orm: Orm, elapsed: number | undefined, channels: readonly Channel[]): Promise<void> {
    const { holder, now } = this.#options;
    if (!(await isFenced(orm, holder))) throw new LeaseLost('another process evaluates alerts');
    const escalations = new Escalations({ orm });
    const chain = await escalations.chain();
    const stored = await escalations.progress();
    const open = await new Incidents({ orm }).open();
    const waiting = open.filter(isWaiting);
    const ids = new Set(waiting.map(({ id }) => id));
    await escalations.forget([...stored.keys()].filter((id) => !ids.has(id)));
    const suppressions = await suppressionsAt({ orm }, new Date(now()));
    const resting = waiting.length > 0 ? await restingAlerts({ orm }) : new Set();
    const { rows, due } = counted(waiting, chain, stored, (incident, before) => {
      const labels = { ...incident.labels, severity: incident.severity };
      const isSuppressed = effectOn(suppressions, labels, new Date(now())) !== undefined;
      if (isSuppressed || resting.has(incident.key) || before === undefined) return 0;
      return elapsed ?? Math.min(MOST_AWAY_MS, Math.max(0, before.sinceMs));
    });
    await escalations.store(rows);
    if (due.length > 0) await tell(orm, due, channels, new Date(now()));
  }
}

/** A page that was notified, and that nobody has acknowledged. */
function isWaiting({ severity, pageNotified, acknowledgedAt }: OpenIncident): boolean {
  return severity === 'page' && pageNotified && acknowledgedAt === null;
}

function counted(
  waiting: readonly OpenIncident[],
  chain: EscalationChain,
  stored: ReadonlyMap<string, StoredProgress>,
  elapsedOf: (incident: OpenIncident, before: StoredProgress | undefined) => number,
): { readonly rows: Map<string, Progress>; readonly due: readonly Due[] } {
  const rows = new Map<string, Progress>();
  const due: Due[] = [];
  for (const incident of waiting) {
    const before = stored.get(incident.id);
    const start = before ?? { taken: 0, waitedMs: 0 };
    const { progress, due: step } = advance(chain, start, elapsedOf(incident, before));
    rows.set(incident.id, progress);
    if (step) due.push({ incident, step });
  }
  return { rows, due };
}

/** One message for each channel, whatever the number of pages that reach it now. */
async function tell(
  orm: Orm,
  due: readonly Due[],
  channels: readonly Channel[],
  now: Date,
): Promise<void> {
  const incidents = new Incidents({ orm });
  const reached = channels
    .filter(({ enabled }) => enabled)
    .map((channel) => {
      const mine = due.filter(({ step }) => step.channels.includes(channel.id));
      return { channel, ids: mine.map(({ incident }) => incident.id) };
    })
    .filter(({ ids }) => ids.length > 0);
  for (const { channel, ids } of reached) await incidents.addressTo(channel.id, ids);
  const deliveries = reached.map(({ channel, ids }) => ({
    channelId: channel.id,
    notices: ids.map((id) => ({ id, change: 'escalated' as const })),
  }));
  await new Outbox({ orm }).add(deliveries, now);
  const events = due.map(({ incident, step }): NewEvent => {
    const names = reached
      .filter(({ channel }) => step.channels.includes(channel.id))
      .map(({ channel }) => channel.name);
    const note = names.length > 0 ? `to ${names.join(', ')}` : 'its channels are off or gone';
    return { incidentId: incident.id, at: now, kind: 'escalated', by: 'engine', note };
  });
  await incidents.record(events);
}
