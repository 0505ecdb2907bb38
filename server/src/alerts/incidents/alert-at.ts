import type { Context } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { classOf } from '@request-desk/shared/profile-codes';
import type { AlertKey } from '../engine/state.ts';
import type { AlertParts } from '../parts.ts';
import { ruleKey } from '../rules/rule-key.ts';
import type { RuleRow } from '../rules/rules.ts';

/** A failed request: when it was answered, how, and whose it was. */
export interface AlertQuery {
  readonly at: Date;
  readonly code: string;
  /** Says what an unknown code is. */
  readonly status?: number;
  readonly route: string;
  readonly org: string;
}

/** An alert's start is an estimate: the bucket of the first error. */
const SLACK_MS = 15_000;

/** The alert that a failed request belongs to; of several one that is open still, then the widest. */
export async function alertCovering(
  { incidents, rules, profile }: Pick<AlertParts, 'incidents' | 'rules' | 'profile'>,
  query: AlertQuery,
): Promise<Context['alert']> {
  const keys = [...builtInKeys(profile, query), ...ruleKeys(await rules.list(), query)];
  const rows = keys.length > 0 ? await incidents.covering(keys, query.at, SLACK_MS) : [];
  const [row] = rows.toSorted(
    (a, b) =>
      Number(a.endedAt !== null) - Number(b.endedAt !== null) ||
      keys.indexOf(a.key) - keys.indexOf(b.key),
  );
  if (row === undefined) return null;
  const { id, title, since, endedAt, statusText } = row;
  const ended = endedAt?.toISOString() ?? null;
  const texts = row.statusTexts ?? (statusText ? { [profile.locale]: statusText } : {});
  const told = { status_text: statusText, status_texts: texts };
  return { id, title, since: since.toISOString(), ended, ...told };
}

function builtInKeys(profile: Profile, { code, status = 0, route, org }: AlertQuery): AlertKey[] {
  const signal = classOf(profile, code, status);
  if (signal === 'server') return ['global-500', `route-500:${route}`, `org-500:${org}`];
  return signal === 'limit' ? ['global-429', `org-429:${org}`] : [];
}

function ruleKeys(rules: readonly RuleRow[], { code, route, org }: AlertQuery): AlertKey[] {
  const concerns = ({ spec }: RuleRow) =>
    spec?.codes.some((one) => one === code) &&
    (spec.route === null || spec.route === route) &&
    (spec.org === null || spec.org === org);
  const names = { org, route };
  return rules.filter(concerns).map(({ id, spec }) => {
    const each = spec?.each ?? null;
    return ruleKey(id, each === null ? undefined : names[each]);
  });
}
