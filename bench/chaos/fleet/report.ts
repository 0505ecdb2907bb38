import type { Answer, Ask, Notes } from './records.ts';

/** Milliseconds; null where nothing was measured. */
interface Times {
  readonly n: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** What was measured of the calls and asks that began in one phase. */
export interface PhaseReport {
  readonly phase: string;
  readonly errors: number;
  readonly unanswered: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of all answers with a valid key. */
  readonly keyed_ms: Times;
  /** From the answer to the first ask that found it. */
  readonly findable_ms: Times;
  readonly never_found: number;
  /** What the very first ask of each said. */
  readonly first: Readonly<Record<string, number>>;
  /** All that asks for answered ids said. */
  readonly said: Readonly<Record<string, number>>;
  /** From the first ask for an id that nobody minted to `never_seen`. */
  readonly never_minted_ms: Times;
  readonly never_minted_open: number;
}

/** One row for each phase, in order, and one for all of them. */
export function phaseReports(notes: Notes): PhaseReport[] {
  const phases = [...new Set(notes.answers.map(({ phase }) => phase))];
  const asks = notes.asks.filter(({ phase }) => phase !== 'planted');
  const of = (phase: string) => {
    const here = <T extends { phase: string }>(all: readonly T[]) =>
      all.filter((one) => one.phase === phase);
    const { answers, silences } = notes;
    return phaseReport(phase, here(answers), here(silences).length, here(asks));
  };
  return [...phases.map(of), phaseReport('all', notes.answers, notes.silences.length, asks)];
}

function phaseReport(
  phase: string,
  answers: readonly Answer[],
  unanswered: number,
  asks: readonly Ask[],
): PhaseReport {
  const answered = asks.filter(({ kind }) => kind === 'answered');
  const nevers = asks.filter(({ kind }) => kind === 'never');
  const found = answered.filter(({ said }) => said === 'found');
  const denied = nevers.filter(({ said }) => said === 'never_seen');
  return {
    phase,
    errors: answers.filter(({ status }) => status >= 400).length,
    unanswered,
    statuses: counts(answers, ({ status }) => String(status)),
    keyed_ms: times(answers.filter(({ keyed }) => keyed).map(({ ms }) => ms)),
    findable_ms: times(found.map(({ after }) => after)),
    never_found: ids(answered) - ids(found),
    first: counts(
      answered.filter(({ turn }) => turn === 0),
      ({ said }) => said,
    ),
    said: counts(answered, ({ said }) => said),
    never_minted_ms: times(denied.map(({ after }) => after)),
    never_minted_open: ids(nevers) - ids(denied),
  };
}

const ids = (asks: readonly Ask[]) => new Set(asks.map(({ id }) => id)).size;

function counts<T>(all: readonly T[], name: (one: T) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(all, name)].map(([said, some]) => [said, some.length]));
}

function times(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    return value === undefined ? null : Math.round(value);
  };
  return { n: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** The phases as a table for a terminal. */
export function phaseTable(reports: readonly PhaseReport[]): string {
  const rows = reports.map((one) => {
    const { findable_ms: found, never_minted_ms: never, keyed_ms: keyed } = one;
    const first = Object.entries(one.first).map(([said, n]) => `${n} ${said}`);
    return [
      one.phase.slice(0, 40).padEnd(41),
      String(one.errors).padStart(7),
      String(one.unanswered).padStart(6),
      `${keyed.p50}/${keyed.p99}/${keyed.max}`.padStart(18),
      `${found.p50}/${found.p99}/${found.max}`.padStart(20),
      String(one.never_found).padStart(6),
      `${never.p50}/${never.p99}/${one.never_minted_open}`.padStart(18),
      `  ${first.join(', ')}`,
    ].join('');
  });
  const head =
    `${'phase'.padEnd(41)} errors silent    keyed 50/99/max  findable 50/99/max` +
    '  never   unminted 50/99/open  first ask said';
  return [head, ...rows].join('\n');
}
