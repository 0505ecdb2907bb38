import type { Logger } from 'pino';
import { type ClickHouse, StoreUnavailable } from '../../clickhouse/client.ts';
import type { Database } from '../../database/database.ts';
import type { Orgs } from '../../database/orgs.ts';
import type { Channels } from '../channels/channels.ts';
import { STEP_S } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import { scopeOf } from '../engine/scope.ts';
import { seriesOf } from '../engine/series.ts';
import type { Transition } from '../engine/state.ts';
import type { NewIncident } from '../incidents/incidents.ts';
import { newIncident } from '../incidents/new-incident.ts';
import { commit } from './commit.ts';
import { judgeEarly } from './judge-early.ts';
import type { Lease } from './lease.ts';
import { LeaseLost, loadMemory, type Memory } from './memory.ts';
import { Reader } from './reader.ts';

export interface EvaluatorOptions {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly orgs: Orgs;
  readonly channels: Channels;
  readonly lease: Lease;
  readonly holder: string;
  readonly now: () => number;
  readonly log: Logger;
}

/** So many alerts of one tick get sample requests; the rest are looked up when somebody asks. */
const WITH_SAMPLES = 20;

/** A store may be away for so long before anybody is told. */
const BLIND_S = 60;

/** The loop around the pure engine: reads, decides, stores; one process at a time. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #reader: Reader;
  #memory: Memory | undefined;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#reader = new Reader(options.clickhouse);
  }

  /** True while this process evaluates. */
  get active(): boolean {
    return this.#memory !== undefined;
  }

  /** Judges what has become due. Throws when a store is away; the next tick goes on from there. */
  async tick(): Promise<void> {
    const { lease, now } = this.#options;
    if (!(await lease.hold())) {
      this.#memory = undefined;
      return;
    }
    try {
      this.#memory ??= await this.#start(now() / 1000);
      await this.#judge(this.#memory, now() / 1000);
    } catch (error) {
      if (error instanceof StoreUnavailable) await this.#blind(now() / 1000);
      // What is in memory may be ahead of what is stored: start again from there.
      else this.#memory = undefined;
      if (!(error instanceof LeaseLost)) throw error;
    }
  }

  /** A store that does not answer is telemetry that does not arrive; it is judged again later. */
  async #blind(now: number): Promise<void> {
    const before = this.#memory;
    const judgedTo = before?.judgedTo ?? now;
    const closedTo = now - (now % STEP_S) - STEP_S;
    if (!before || closedTo - judgedTo < BLIND_S) return;
    const { state, heartbeats } = before;
    const decision = decide(state, { buckets: [], closedTo, heartbeats: true }, now);
    await this.#store(before, { state: decision.state, judgedTo: closedTo, heartbeats }, decision);
  }

  async #start(now: number): Promise<Memory> {
    const stored = await loadMemory(this.#options.database);
    return await this.#reader.resume(stored, now);
  }

  async #judge(before: Memory, now: number): Promise<void> {
    const memory = await this.#reader.clockChecked(before, now);
    const read = await this.#reader.read(memory, now);
    if (read.kind === 'nothing') return;
    const decision =
      read.kind === 'early'
        ? judgeEarly(memory.state, read.bucket, read.heartbeats, now)
        : decide(memory.state, read.input, now);
    if (read.kind === 'early' && decision.transitions.length === 0) return;
    const after: Memory = {
      state: decision.state,
      judgedTo: read.judgedTo,
      heartbeats: read.heartbeats,
    };
    await this.#store(before, after, decision);
  }

  async #store(before: Memory, after: Memory, decision: Decision): Promise<void> {
    const { database, channels, holder, now, log } = this.#options;
    const { transitions } = decision;
    const fired = await this.#firedRows(after, transitions);
    const outcome = { before, after, transitions, fired };
    await commit(outcome, { database, channels, holder }, new Date(now()));
    this.#memory = after;
    for (const { change, alert } of transitions) {
      log.info({ change, key: alert.key }, 'alert');
    }
  }

  async #firedRows(
    { state, judgedTo }: Memory,
    transitions: readonly Transition[],
  ): Promise<Map<string, NewIncident>> {
    const { clickhouse, orgs } = this.#options;
    const rows = new Map<string, NewIncident>();
    const end = (state.window.at(-1)?.t ?? judgedTo ?? 0) + STEP_S;
    for (const { change, alert } of transitions) {
      if (change !== 'fired') continue;
      const scope = scopeOf(alert.key);
      const series = scope ? seriesOf(state.window, scope) : { requests: [], errors: [] };
      const sources = { clickhouse, orgs, rules: new Map() };
      const withSamples = rows.size < WITH_SAMPLES;
      rows.set(alert.key, await newIncident({ alert, series, end }, sources, withSamples));
    }
    return rows;
  }
}
