import { UNREAD_CONTENT } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { Again } from '@request-desk/shared/dossier';
import type { CalledRow } from '../clickhouse/queries/lookup-neighbours.ts';

/** The failed call, as far as it can be compared. */
export interface ComparedCall {
  /** Fingerprint of method and path; empty where there is none. */
  readonly target: string;
  /** Of query and body. */
  readonly content: string;
  /** When its answer was ready, milliseconds since the epoch. */
  readonly readyMs: number;
  /** The failure was about what was sent: other content may be a correction. */
  readonly blamesContent: boolean;
}

/**
 * Whether the call was made again, by fingerprints alone; undefined where it has none. `after` is the
 * nearest first, `before` of any order; both are of one key.
 */
export function againOf(
  call: ComparedCall,
  { before, after }: Readonly<Record<'before' | 'after', readonly CalledRow[]>>,
): Again | undefined {
  const { target, content, readyMs, blamesContent } = call;
  if (target === '') return undefined;
  const toTarget = (row: CalledRow) =>
    row.call_target === target && row.cause !== CLIENT_CLOSED && row.call_content !== '';
  // What was under way already when the answer left is no reaction to it.
  const later = after.filter((row) => toTarget(row) && startOf(row) >= readyMs);
  if (content === UNREAD_CONTENT) return outcome('unread', later, readyMs);
  const known = later.filter(({ call_content }) => call_content !== UNREAD_CONTENT);
  const same = known.filter(({ call_content }) => call_content === content);
  if (!blamesContent || same.some(passed)) return outcome('same', same, readyMs);
  const others = known.filter(({ call_content }) => call_content !== content);
  if (others.length === 0) return outcome('same', same, readyMs);
  // Who calls one target with ever other content and passes works through a list: nothing is corrected.
  const around = [...before, ...after].filter(toTarget);
  const isList = around.filter((row) => passed(row) && row.call_content !== content).length > 1;
  if (!isList) return outcome('corrected', known, readyMs);
  return same.length > 0 ? outcome('same', same, readyMs) : outcome('other', others, readyMs);
}

function outcome(call: Again['call'], rows: readonly CalledRow[], readyMs: number): Again {
  const first = rows.findIndex(passed);
  const success = rows[first];
  return {
    call,
    attempts: first < 0 ? rows.length : first + 1,
    succeeded_after_ms: success ? Math.max(0, Math.round(Date.parse(success.at) - readyMs)) : null,
  };
}

function passed({ code }: CalledRow): boolean {
  return code === '';
}

function startOf({ at, duration_ms }: CalledRow): number {
  return Date.parse(at) - duration_ms;
}
