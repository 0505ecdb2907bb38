import type { Claim, DossierLog, DossierSpan, RequestContext } from '@request-desk/shared/dossier';
import { HOUR_MS } from '@request-desk/shared/durations';
import {
  CAUSE_KINDS,
  type CauseKind,
  type CodeClass,
  type KindOf,
} from '@request-desk/shared/profile';
import { causeProfile, codeProfile, codesOfClass } from '@request-desk/shared/profile-codes';
import type { DirectoryKey } from '../../directory/directory.ts';
import type { Neighbours } from '../context.ts';
import type { LookupOptions } from '../sources.ts';
import type { RequestFacts } from '../stored-event.ts';
import type { Recovery } from './recovery.ts';

/** One failed request and all that is known about it so far. */
export interface FailedRequest {
  readonly sources: LookupOptions;
  readonly facts: RequestFacts;
  readonly spans: readonly DossierSpan[];
  readonly logs: readonly DossierLog[];
  readonly neighbours: Neighbours;
  readonly sentry: { readonly event_id: string | null; readonly event_url: string | null };
  /** As the directory has it now. */
  readonly key: DirectoryKey | undefined;
  /** Other keys of the organisation that hold the scope which this one lacked. */
  readonly holders: readonly DirectoryKey[];
}

/** What a judge adds to what the event itself says. */
export interface Judgement {
  readonly claims: readonly Claim[];
  /** For faults of ours: whether the route works again, as far as counts show it. */
  readonly recovery?: Recovery | undefined;
}

/** What the sentence above all others may rest on: it is shown before the store was asked for more. */
export type Known = Pick<FailedRequest, 'sources' | 'facts' | 'key'>;

/** Finds out what there is to say about one code; reads a bounded amount. */
export type Judge = (request: FailedRequest) => Promise<Judgement>;

/** What the common sentences are made from. */
export interface Around {
  readonly facts: RequestFacts;
  readonly context: RequestContext;
  /** Everything up to here is in the store. */
  readonly knownUntilMs: number;
}

/** How far back a key's earlier calls are looked for. */
const HISTORY_MS = 6 * HOUR_MS;

/** The stretch of history that ends before the request. */
export function historyBefore({ readyMs }: RequestFacts) {
  return { fromMs: readyMs - HISTORY_MS, toMs: readyMs };
}

/** What the cause means to the desk; null: nothing that it has words of its own for. */
export function kindOf({ sources, facts }: Known): CauseKind | null {
  const { code, cause } = facts.request;
  return causeProfile(sources.profile, code ?? '', cause ?? '')?.kind ?? null;
}

/** The same where it is a kind of the class `of`, so that a table can have an entry for each. */
export function kindWithin<C extends CodeClass>(known: Known, of: C): KindOf<C> | null {
  const kind = kindOf(known);
  const kinds: readonly CauseKind[] = CAUSE_KINDS[of];
  return kind !== null && kinds.includes(kind) ? (kind as KindOf<C>) : null;
}

/** Codes that count as the same sort of fault: all of the API's own, or this very code. */
export function faultCodes({ sources: { profile }, facts }: Known): string[] {
  const code = facts.request.code ?? '';
  return codeProfile(profile, code)?.class === 'server' ? codesOfClass(profile, 'server') : [code];
}

/** Up to where everything is in the store, as far as is known. */
export function knownUntil({ watermark, now }: LookupOptions): number {
  const current = watermark.currentTo();
  return current ? Math.min(now(), Date.parse(current)) : now();
}
