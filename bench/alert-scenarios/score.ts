import type { Outcome } from './outcomes.ts';
import type { Incident, Scenario } from './scenario.ts';

/** An alert may begin so long before its incident (a bucket's rounding) or after it (late). */
const SLACK_S = 30;
const LATE_S = 600;
/** An alert that ends so long before its incident has ended early. */
const EARLY_S = 15;

/** What an engine did in some scenarios. Lists are in seconds. */
export class Score {
  scenarios = 0;
  incidents = 0;
  detected = 0;
  /** Alerts that nothing explains. */
  falseAlerts = 0;
  toPage = 0;
  paged = 0;
  rightPages = 0;
  falsePages = 0;
  /** Pages beside the incident's own. */
  extraPages = 0;
  flaps = 0;
  early = 0;
  quietPages = 0;
  quietSeconds = 0;
  readonly delays: number[] = [];
  readonly pageDelays: number[] = [];
  readonly resolves: number[] = [];
  /** One line for each thing that went wrong. */
  readonly faults: string[] = [];

  /** Judges the alerts of one scenario. */
  add(scenario: Scenario, alerts: readonly Outcome[]): void {
    this.scenarios++;
    if (scenario.quiet) this.quietSeconds += scenario.end - scenario.start;
    const own = new Map<Incident, Outcome[]>(scenario.incidents.map((incident) => [incident, []]));
    for (const alert of [...alerts].sort((a, b) => a.firing_at - b.firing_at)) {
      const of = ({ onset, end }: Incident) => isAround(alert, onset, end);
      const incident = scenario.incidents.find((one) => one.key === alert.key && of(one));
      if (incident) {
        own.get(incident)?.push(alert);
        if (alert.page && incident.page === true) this.rightPages++;
        if (alert.page && incident.page === false) this.#falsePage(scenario, alert);
      } else this.#beside(scenario, alert);
    }
    for (const [incident, theirs] of own) this.#incident(scenario, incident, theirs);
  }

  #beside(scenario: Scenario, alert: Outcome): void {
    const beside = scenario.incidents.find(
      ({ accept, onset, end }) => isNamed(accept, alert.key) && isAround(alert, onset, end),
    );
    if (beside) {
      if (alert.page && beside.page === false) this.#falsePage(scenario, alert);
      else if (alert.page) {
        this.extraPages++;
        this.faults.push(`extra page ${describe(alert)}`);
      }
      return;
    }
    const neutral = scenario.neutrals.find(
      ({ keys, from, to }) => isNamed(keys, alert.key) && isAround(alert, from, to),
    );
    if (!neutral) {
      this.falseAlerts++;
      this.faults.push(`false alert ${describe(alert)}`);
    }
    if (alert.page && !neutral?.pageOk) this.#falsePage(scenario, alert);
  }

  #falsePage({ quiet }: Scenario, alert: Outcome): void {
    this.falsePages++;
    if (quiet) this.quietPages++;
    this.faults.push(`false page ${describe(alert)}`);
  }

  #incident({ id }: Scenario, incident: Incident, alerts: readonly Outcome[]): void {
    const { key, onset, end, page } = incident;
    this.incidents++;
    if (page === true) this.toPage++;
    const timely = alerts.filter(({ firing_at }) => firing_at <= end);
    const [first] = timely;
    const last = timely.at(-1);
    if (!first || !last) {
      this.faults.push(`missed ${id} ${key} of ${Math.round(end - onset)} s`);
      return;
    }
    this.detected++;
    this.delays.push(Math.max(0, first.firing_at - onset));
    this.flaps += alerts.length - 1;
    for (const alert of alerts) {
      if (alert.pages < 2) continue;
      this.extraPages += alert.pages - 1;
      this.faults.push(`paged ${alert.pages} times ${describe(alert)}`);
    }
    if (alerts.length > 1) this.faults.push(`flapped ${alerts.length - 1} ${describe(first)}`);
    const pages = timely.flatMap((alert) => (alert.page ? [alert.page_at ?? alert.firing_at] : []));
    const paged = Math.min(...pages);
    if (page === true && paged <= end) {
      this.paged++;
      this.pageDelays.push(Math.max(0, paged - onset));
    } else if (page === true) this.faults.push(`not paged ${describe(first)}`);
    for (const { resolved_at } of timely)
      if (resolved_at !== null && resolved_at < end - EARLY_S) {
        this.early++;
        this.faults.push(`early by ${Math.round(end - resolved_at)} s ${describe(first)}`);
      }
    if (last.resolved_at !== null && last.resolved_at >= end - EARLY_S)
      this.resolves.push(Math.max(0, last.resolved_at - end));
  }

  /** The figures as a table's row; shares in per cent. */
  row(): Record<string, string | number> {
    const share = (part: number, whole: number) =>
      whole === 0 ? '-' : ((100 * part) / whole).toFixed(1);
    return {
      n: this.incidents || this.scenarios,
      precision: share(this.detected, this.detected + this.falseAlerts),
      recall: share(this.detected, this.incidents),
      p50: quantile(this.delays, 0.5),
      p95: quantile(this.delays, 0.95),
      'page precision': share(this.rightPages, this.rightPages + this.falsePages),
      'page recall': share(this.paged, this.toPage),
      'page p50': quantile(this.pageDelays, 0.5),
      'page p95': quantile(this.pageDelays, 0.95),
      'false alerts': this.falseAlerts,
      'false pages': this.falsePages,
      'extra pages': this.extraPages,
      flaps: this.flaps,
      early: this.early,
      'end p50': quantile(this.resolves, 0.5),
      'end p95': quantile(this.resolves, 0.95),
    };
  }

  /** Pages in a week in which nothing happens. */
  pagesPerQuietWeek(): number {
    return this.quietSeconds === 0 ? 0 : this.quietPages / (this.quietSeconds / (7 * 86_400));
  }
}

function isAround({ firing_at }: Outcome, from: number, to: number): boolean {
  return firing_at >= from - SLACK_S && firing_at <= to + LATE_S;
}

function isNamed(patterns: readonly string[], key: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
  );
}

function describe({ scenario, key, firing_at, window_s, errors, requests }: Outcome): string {
  return `${scenario} ${key} at ${firing_at}: ${errors} of ${requests} in ${window_s} s`;
}

function quantile(values: readonly number[], q: number): number | string {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  return value === undefined ? '-' : Math.round(value);
}
