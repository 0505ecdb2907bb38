import { ATTR } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { RequestContext, Verdict } from '@request-desk/shared/dossier';
import type { CauseKind, CodeClass } from '@request-desk/shared/profile';
import { classOf, codeProfile } from '@request-desk/shared/profile-codes';
import { withoutDirectory } from '../caller.ts';
import { DirectoryAway } from '../prompt-directory.ts';
import { commonClaims } from './common.ts';
import { judgeCredentials } from './credentials.ts';
import { eventVerdict } from './event-verdict.ts';
import {
  type FailedRequest,
  type Judge,
  type Known,
  kindOf,
  knownUntil,
} from './failed-request.ts';
import { judgeOther } from './generic.ts';
import { issueHeadline, judgeInvalid } from './invalid.ts';
import { judgeKey, keyHeadline } from './key.ts';
import { judgeLimit, limitHeadline } from './limit.ts';
import { hiddenHeadline, judgeMissing } from './missing.ts';
import { awayClaims, unknownClaims } from './no-directory.ts';
import { judgePageToken } from './page-token.ts';
import { judgePermission, scopeHeadline } from './permission.ts';
import type { Recovery } from './recovery.ts';
import { faultHeadline, judgeFault } from './server.ts';

/** The sentences of a verdict by its cause, and the headline where the meaning of the code is not one. */
interface VerdictRules {
  readonly judge: Judge;
  readonly headline?: (known: Known) => string | undefined | Promise<string | undefined>;
  /** Whether the event has what they speak of. */
  readonly needs?: (attributes: Readonly<Record<string, string>>) => boolean;
}

const CURSORS: VerdictRules = { judge: judgePageToken };
const PARAMETERS: VerdictRules = { judge: judgeInvalid, headline: issueHeadline };
const CREDENTIALS: VerdictRules = { judge: judgeCredentials };
const KEYS: VerdictRules = { judge: judgeKey, headline: keyHeadline };
const SCOPES: VerdictRules = {
  judge: judgePermission,
  headline: scopeHeadline,
  needs: (attributes) => Boolean(attributes[ATTR.scopeRequired]),
};
const RESOURCES: VerdictRules = { judge: judgeMissing, headline: hiddenHeadline };
const FLOODS: VerdictRules = { judge: judgeLimit, headline: limitHeadline };
const LIMITS: VerdictRules = {
  ...FLOODS,
  needs: (attributes) => Number(attributes[ATTR.rateLimit] ?? 0) > 0,
};
const FAULTS: VerdictRules = { judge: judgeFault, headline: faultHeadline };
const OTHER: VerdictRules = { judge: judgeOther, headline: issueHeadline };
const UNKNOWN_FAULTS: VerdictRules = { judge: judgeOther, headline: faultHeadline };

const RULES_OF_KIND: Readonly<Record<CauseKind, VerdictRules>> = {
  parameter_invalid: PARAMETERS,
  parameter_unknown: PARAMETERS,
  body_invalid: PARAMETERS,
  body_malformed: PARAMETERS,
  media_type: PARAMETERS,
  body_too_large: PARAMETERS,
  url_malformed: PARAMETERS,
  header_invalid: PARAMETERS,
  http_malformed: PARAMETERS,
  timeout: PARAMETERS,
  page_token: CURSORS,
  repeat_differs: PARAMETERS,
  credential_missing: CREDENTIALS,
  credential_scheme: CREDENTIALS,
  credential_malformed: CREDENTIALS,
  key_unknown: KEYS,
  key_revoked: KEYS,
  key_expired: KEYS,
  scope_lacking: SCOPES,
  absent: RESOURCES,
  hidden: RESOURCES,
  deleted: RESOURCES,
  route_unknown: RESOURCES,
  method_unknown: RESOURCES,
  limit_burst: LIMITS,
  limit_sustained: LIMITS,
  limit_auth_flood: FLOODS,
  exception: FAULTS,
  overloaded: FAULTS,
  draining: FAULTS,
  control_plane_away: FAULTS,
  repeat_in_flight: FAULTS,
};

/** Of codes whose causes have no kind. */
const RULES_OF_CLASS: Readonly<Record<CodeClass, VerdictRules>> = {
  invalid: OTHER,
  auth: OTHER,
  permission: SCOPES,
  missing: OTHER,
  limit: LIMITS,
  server: FAULTS,
};

/** By the kind of the cause, or else of the code's first cause: a new cause is like its siblings. */
function rulesFor(known: Known): VerdictRules {
  const { sources, facts } = known;
  const { code, status, attributes } = facts.request;
  const own = codeProfile(sources.profile, code ?? '');
  const [sibling] = Object.values(own?.causes ?? {}).flatMap(({ kind }) => kind ?? []);
  const kind = kindOf(known) ?? sibling;
  const ofClass = classOf(sources.profile, code ?? '', status);
  if (own === undefined && ofClass === 'server') return UNKNOWN_FAULTS;
  const rules = kind === undefined ? RULES_OF_CLASS[ofClass] : RULES_OF_KIND[kind];
  return rules.needs?.(attributes) === false ? OTHER : rules;
}

/** What can be said of a request before the store was asked for more than its event. */
export async function firstVerdict(known: Known): Promise<Verdict> {
  const { code, cause } = known.facts.request;
  const own = eventVerdict(known.sources.profile, known.facts);
  if (code === null || cause === CLIENT_CLOSED) return own;
  const headline = await alsoWhileAway(known, async (of) => rulesFor(of).headline?.(of));
  return { ...own, summary: headline ?? own.summary };
}

/** A directory that goes away meanwhile takes only with it what it knows. */
async function alsoWhileAway<K extends Known, T>(
  known: K,
  work: (known: K) => Promise<T>,
): Promise<T> {
  try {
    return await work(known);
  } catch (error) {
    if (!(error instanceof DirectoryAway)) throw error;
    return await work({ ...known, sources: withoutDirectory(known.sources), key: undefined });
  }
}

/** A verdict, and for faults of ours whether the route works by now. */
export interface Judged {
  readonly verdict: Verdict;
  readonly recovery: Recovery | undefined;
}

/** What is known of one request: the event's own words, what the rules of its cause found, and the rest. */
export function verdictOf(known: FailedRequest, context: Promise<RequestContext>): Promise<Judged> {
  return alsoWhileAway(known, (request) => judged(request, context));
}

async function judged(request: FailedRequest, context: Promise<RequestContext>): Promise<Judged> {
  const { code, cause } = request.facts.request;
  if (code === null || cause === CLIENT_CLOSED) {
    const { summary, claims } = eventVerdict(request.sources.profile, request.facts);
    return {
      verdict: { summary, claims: [...claims, ...awayClaims(request)] },
      recovery: undefined,
    };
  }
  const [own, found, around] = await Promise.all([
    firstVerdict(request),
    rulesFor(request).judge(request),
    context,
  ]);
  const common = commonClaims({
    facts: request.facts,
    context: around,
    knownUntilMs: knownUntil(request.sources),
  });
  return {
    verdict: {
      summary: own.summary,
      claims: [...own.claims, ...found.claims, ...unknownClaims(request), ...common],
    },
    recovery: found.recovery,
  };
}
