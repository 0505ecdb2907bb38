import { ATTR } from '@request-desk/shared/attributes';
import { parsedJson } from '@request-desk/shared/parsed-json';
import type { CauseKind } from '@request-desk/shared/profile';
import { z } from 'zod';
import type { Details, ReplyFacts, ReplyProblem, ReplySources } from './facts.ts';

const nothing = (): Details => ({});
const problems = ({ facts }: ReplySources): Details => ({
  problems: problemsOf(facts.request.attributes[ATTR.issues]),
});
const limits = ({ facts }: ReplySources): Details => {
  const { attributes } = facts.request;
  return {
    limit: positive(attributes[ATTR.rateLimit]),
    paceMs: positive(attributes[ATTR.ratePaceMs]),
    waitS: positive(attributes[ATTR.retryAfterS]),
  };
};

/** What a reply may say beside its cause, for each kind: a new one does not compile without a choice. */
export const FACTS_OF_KIND: Readonly<Record<CauseKind, (sources: ReplySources) => Details>> = {
  parameter_invalid: ({ facts }) => {
    const { attributes, route } = facts.request;
    const problems = problemsOf(attributes[ATTR.issues]);
    return { problems, inPath: isInPath(route, problems[0]) };
  },
  parameter_unknown: problems,
  body_invalid: problems,
  body_malformed: problems,
  media_type: problems,
  body_too_large: nothing,
  url_malformed: nothing,
  header_invalid: nothing,
  http_malformed: nothing,
  timeout: nothing,
  page_token: nothing,
  repeat_differs: nothing,
  credential_missing: nothing,
  credential_scheme: nothing,
  credential_malformed: nothing,
  key_unknown: nothing,
  key_revoked: (sources) => keyDetails(sources, 'key_revoked'),
  key_expired: (sources) => keyDetails(sources, 'key_expired'),
  scope_lacking: (sources) => ({
    scope: sources.facts.request.attributes[ATTR.scopeRequired] ?? '',
    holders: holdersOf(sources),
  }),
  absent: nothing,
  hidden: nothing,
  deleted: ({ facts }) => {
    const { attributes, method } = facts.request;
    const deletedMs = Date.parse(attributes[ATTR.deletedAt] ?? '');
    const removes = method === 'DELETE';
    return Number.isNaN(deletedMs) ? { removes } : { removes, deletedMs };
  },
  route_unknown: ({ facts }) => ({ near: facts.request.attributes[ATTR.nearMiss] ?? '' }),
  method_unknown: ({ facts }) => {
    const { attributes, method } = facts.request;
    return { method, methods: attributes[ATTR.routeMethods] ?? '' };
  },
  limit_burst: limits,
  limit_sustained: limits,
  limit_auth_flood: ({ facts }) => ({
    waitS: positive(facts.request.attributes[ATTR.retryAfterS]),
  }),
  exception: nothing,
  overloaded: nothing,
  draining: nothing,
  control_plane_away: nothing,
  repeat_in_flight: nothing,
};

function positive(text: string | undefined): number {
  const number = Number(text);
  return Number.isFinite(number) && number > 0 ? number : 0;
}

function keyDetails({ key, replacement, now }: ReplySources, kind: CauseKind): Details {
  if (key === undefined) return {};
  const isActive =
    replacement !== undefined &&
    replacement.id === key.replacedBy &&
    replacement.orgId === key.orgId &&
    replacement.revokedAt === null &&
    (replacement.expiresAt === null || replacement.expiresAt.getTime() > now);
  return {
    endedMs: (kind === 'key_revoked' ? key.revokedAt : key.expiresAt)?.getTime(),
    replacement: isActive ? replacement.prefix : undefined,
  };
}

/** Keys of another organisation are never disclosed. */
function holdersOf({ holders = [], facts }: ReplySources): ReplyFacts['holders'] {
  const own = holders.filter(({ orgId }) => orgId === facts.request.org);
  const [first] = own;
  return first && { count: own.length, prefix: first.prefix };
}

const issue = z.object({
  field: z.string(),
  rule: z.string(),
  nearMiss: z.string().optional().catch(undefined),
  value: z.string().optional().catch(undefined),
  form: z
    .enum(['whole_number', 'number', 'text', 'date_time', 'one_of', 'object'])
    .optional()
    .catch(undefined),
  allowed: z.array(z.string()).optional().catch(undefined),
  min: z.number().optional().catch(undefined),
  max: z.number().optional().catch(undefined),
  came: z.enum(['text', 'number', 'boolean', 'null', 'list', 'object']).optional().catch(undefined),
});

function isInPath(route: string, problem: ReplyProblem | undefined): boolean {
  const parts = route.split('/');
  return (
    problem !== undefined &&
    [`:${problem.field}`, `{${problem.field}}`].some((one) => parts.includes(one))
  );
}

const MOST_PROBLEMS = 5;

function problemsOf(text: string | undefined): ReplyProblem[] {
  const all = z.array(issue).safeParse(parsedJson(text ?? '[]')).data ?? [];
  // That a body without its wrong fields has too few is no mistake of its own.
  const fields = all.filter(({ field, rule }) => field !== 'body' || rule !== 'minimum');
  const issues = fields.length > 0 ? fields : all;
  return issues.slice(0, MOST_PROBLEMS).map(({ value = '', nearMiss: near, ...rest }) => ({
    ...rest,
    near,
    isQuotedNumber: rest.came === 'text' && /^-?\d+(?:\.\d+)?$/.test(value),
  }));
}
