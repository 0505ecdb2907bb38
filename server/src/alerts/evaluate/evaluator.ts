import type { Profile } from '@request-desk/shared/profile';
import type { Logger } from 'pino';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { StoreUnavailable } from '../../clickhouse/store-fault.ts';
import type { Database } from '../../database/database.ts';
import type { Channels } from '../channels/channels.ts';
import type { Deploys } from '../deploys/deploys.ts';
import { STEP_S } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import { scopeOf } from '../engine/scope.ts';
import { seriesOf } from '../engine/series.ts';
import type { AlertKey, EngineState, Transition } from '../engine/state.ts';
import type { NewIncident } from '../incidents/incidents.ts';
import { newIncident } from '../incidents/new-incident.ts';
import type { RuleSpecs } from '../incidents/subject.ts';
import { judgedCodes } from '../judged-codes.ts';
import { allowedByKey, type Objectives } from '../objectives/objectives.ts';
import type { OrgNames } from '../parts.ts';
import { withoutSwitchedOff } from '../rules/apply-rules.ts';
import type { Rule } from '../rules/judge-rule.ts';
import { narrowed } from '../rules/narrowed.ts';
import { ruleIdOf, ruleNameOf } from '../rules/rule-key.ts';
import { ruleSeries, ruleWindow } from '../rules/rule-series.ts';
import type { Rules } from '../rules/rules.ts';
import { commit, type TickOutcome } from './commit.ts';
import { judgeDue } from './judge-due.ts';
import { judgeEarly } from './judge-early.ts';
import type { Lease } from './lease.ts';
import { LeaseLost, loadMemory, type Memory } from './memory.ts';
import { Reader } from './reader.ts';

export interface EvaluatorOptions {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly orgs: OrgNames;
  readonly profile: Profile;
  readonly channels: Channels;
  readonly rules: Rules;
  readonly objectives: Objectives;
  readonly deploys: Deploys;
  readonly lease: Lease;
  readonly holder: string;
  readonly now: () => number;
  /** The reference clock in milliseconds since 1970: times of notifications go by it. */
  readonly referenceMs: () => number;
  /** Milliseconds of a clock that nobody sets, to notice when `now` was set. */
  readonly steadyMs?: () => number;
  /** Called after each decision is stored, or may be: the outbox may have something new. */
  readonly onDecided?: () => void;
  readonly log: Logger;
}

/** So many alerts of one tick get sample requests; the rest are looked up when somebody asks. */
const WITH_SAMPLES = 20;

/** A store may be away for so long before an alert fires. */
const BLIND_S = 60;

/** The loop around the pure engine: reads, decides, stores; one process at a time. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #reader: Reader;
  #memory: Memory | undefined;
  /** What is in the control plane: all that differs from it is written with the next decision. */
  #stored: Memory | undefined;
  /** How often the lease had been taken when the memory was loaded. */
  #leased = 0;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#reader = new Reader(options.clickhouse, judgedCodes(options.profile), options.steadyMs);
  }

  /** True while this process evaluates. */
  get active(): boolean {
    return this.#memory !== undefined;
  }

  /**
   * Judges what has become due; true when a bucket was judged and that is stored. Throws when a store
   * is away; the next tick goes on from there.
   */
  async tick(): Promise<boolean> {
    const { lease, now } = this.#options;
    if (!(await lease.hold())) {
      this.#memory = undefined;
      return false;
    }
    // What is remembered from before a lapse may be behind what is stored.
    if (lease.taken !== this.#leased) this.#memory = undefined;
    this.#leased = lease.taken;
    try {
      this.#memory ??= await this.#start(now() / 1000);
      return await this.#judge(this.#memory, now() / 1000);
    } catch (error) {
      if (error instanceof StoreUnavailable) await this.#storeAway(now() / 1000);
      // What is in memory may be ahead of what is stored: start again from there.
      else this.#memory = undefined;
      if (!(error instanceof LeaseLost)) throw error;
      return false;
    }
  }

  /** A store that does not answer is telemetry that does not arrive; it is judged again later. */
  async #storeAway(now: number): Promise<void> {
    const before = this.#memory;
    const judgedTo = before?.judgedTo ?? now;
    const closedTo = now - (now % STEP_S) - STEP_S;
    // Seconds by which the clock was set meanwhile are no silence.
    const setBy = Math.max(0, this.#reader.putAheadBy(now));
    if (!before || closedTo - judgedTo - setBy < BLIND_S) return;
    const { state, heartbeats } = before;
    const { rules, off } = await this.#rules();
    const raw = decide(state, { buckets: [], closedTo, heartbeats: true }, now);
    const decision = withoutSwitchedOff(state, raw, off, now);
    const after = { state: decision.state, judgedTo: closedTo, heartbeats };
    await this.#store({ before: this.#stored ?? before, after, evaluated: false }, decision, rules);
  }

  async #start(now: number): Promise<Memory> {
    this.#stored = await loadMemory(this.#options.database);
    return await this.#reader.resume(this.#stored, now);
  }

  async #judge(before: Memory, now: number): Promise<boolean> {
    const memory = await this.#reader.clockChecked(before, now);
    this.#memory = memory;
    const read = await this.#reader.read(memory, now);
    if (read.kind === 'nothing') return false;
    const { clickhouse, profile, deploys } = this.#options;
    const { rules, off } = await this.#rules();
    const objectives = allowedByKey(await this.#options.objectives.list());
    const rulesPaused = this.#reader.isMixed(read.judgedTo);
    const sources = { clickhouse, profile, deploys, rules, rulesPaused };
    const raw =
      read.kind === 'early'
        ? judgeEarly(memory.state, read.early, { heartbeats: read.heartbeats, objectives }, now)
        : await judgeDue(memory.state, { ...read.input, objectives }, sources, now);
    const decision = withoutSwitchedOff(memory.state, raw, off, now);
    const evaluated = read.kind === 'due';
    if (!evaluated && decision.transitions.length === 0) return false;
    const after: Memory = {
      state: decision.state,
      judgedTo: read.judgedTo,
      heartbeats: read.heartbeats,
    };
    await this.#store({ before: this.#stored ?? before, after, evaluated }, decision, rules);
    return evaluated;
  }

  async #store(
    step: Pick<TickOutcome, 'before' | 'after' | 'evaluated'>,
    { transitions }: Decision,
    rules: readonly Rule[],
  ): Promise<void> {
    const { database, channels, holder, referenceMs, onDecided, log } = this.#options;
    const { after } = step;
    const specs = new Map(rules.map(({ id, spec }) => [id, spec]));
    const fired = await this.#firedRows(after, transitions, specs);
    const outcome = { ...step, transitions, fired };
    await commit(outcome, { database, channels, holder }, new Date(referenceMs())).finally(
      onDecided,
    );
    this.#memory = after;
    this.#stored = after;
    for (const { change, alert } of transitions) {
      log.info({ change, key: alert.key }, 'alert');
    }
  }

  async #firedRows(
    { state, judgedTo }: Memory,
    transitions: readonly Transition[],
    specs: RuleSpecs,
  ): Promise<Map<string, NewIncident>> {
    const { clickhouse, orgs, profile } = this.#options;
    const rows = new Map<string, NewIncident>();
    const end = (state.window.at(-1)?.t ?? judgedTo ?? 0) + STEP_S;
    for (const { change, alert } of transitions) {
      if (change !== 'fired') continue;
      const series = await this.#seriesOf(alert.key, state, end, specs);
      const sources = { clickhouse, orgs, profile, rules: specs };
      const withSamples = rows.size < WITH_SAMPLES;
      rows.set(alert.key, await newIncident({ alert, series, end }, sources, withSamples));
    }
    return rows;
  }

  async #seriesOf(key: AlertKey, { window }: EngineState, end: number, specs: RuleSpecs) {
    const scope = scopeOf(key);
    if (scope) return seriesOf(window, scope);
    const spec = specs.get(ruleIdOf(key) ?? '');
    if (!spec) return { requests: [], errors: [] };
    const asked = narrowed(spec, ruleNameOf(key));
    return await ruleSeries(this.#options, asked, ruleWindow(end));
  }

  /** Rules of staff that are on, and built-in rules that are off. */
  async #rules(): Promise<{ rules: readonly Rule[]; off: ReadonlySet<string> }> {
    const rows = await this.#options.rules.list();
    const off = rows.filter(({ enabled }) => !enabled).map(({ id }) => id);
    const rules = rows.flatMap(({ id, enabled, spec }) => (enabled && spec ? [{ id, spec }] : []));
    return { rules, off: new Set(off) };
  }
}
