import type { RequestContext } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { classOf } from '@request-desk/shared/profile-codes';
import { statusTextsOf } from '@request-desk/shared/replies/status-texts';
import type { AlertQuery } from '../../lookup/sources.ts';
import type { AlertKey } from '../engine/state.ts';
import { unseenAlerts } from '../evaluate/status.ts';
import type { AlertParts } from '../parts.ts';
import { ruleKey } from '../rules/rule-key.ts';
import type { RuleRow } from '../rules/rules.ts';
import type { IncidentRow } from './incidents.ts';

/** An alert's start is an estimate: the bucket of the first error. */
const SLACK_MS = 15_000;

/**
 * The alert that each failed request belongs to; of several one that is open still, then the widest.
 * One question for all of them.
 */
export async function alertsCovering(
  parts: Pick<AlertParts, 'database' | 'incidents' | 'rules' | 'profile'>,
  queries: readonly AlertQuery[],
): Promise<RequestContext['alert'][]> {
  const { database, incidents, rules, profile } = parts;
  const rows = await rules.list();
  const asked = queries.map((query) => ({
    at: query.at.getTime(),
    keys: [...builtInKeys(profile, query), ...ruleKeys(rows, query)],
  }));
  const wanted = [...new Set(asked.flatMap(({ keys }) => keys))];
  if (wanted.length === 0) return queries.map(() => null);
  const times = asked.map(({ at }) => at);
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times) + SLACK_MS)];
  const found = await incidents.within(wanted, from, to);
  const isOpen = found.some(({ endedAt }) => endedAt === null);
  const unseen = isOpen ? await unseenAlerts(database) : new Set<AlertKey>();
  return asked.map(({ at, keys }) => {
    const covers = ({ key, since, endedAt }: IncidentRow) =>
      keys.includes(key) &&
      since.getTime() <= at + SLACK_MS &&
      (endedAt === null || endedAt.getTime() > at);
    const [row] = found
      .filter(covers)
      .sort(
        (a, b) =>
          Number(a.endedAt !== null) - Number(b.endedAt !== null) ||
          keys.indexOf(a.key) - keys.indexOf(b.key),
      );
    return row === undefined ? null : alertAsContext(row, profile, unseen);
  });
}

function alertAsContext(
  row: IncidentRow,
  profile: Profile,
  unseen: ReadonlySet<AlertKey>,
): RequestContext['alert'] {
  const { id, title, since, endedAt, statusText } = row;
  const texts = statusTextsOf({ text: statusText ?? '', texts: row.statusTexts }, profile);
  const ended = endedAt?.toISOString() ?? null;
  const resting = endedAt === null && unseen.has(row.key);
  return {
    id,
    title,
    since: since.toISOString(),
    ended,
    resting,
    status_text: statusText,
    status_texts: texts,
  };
}

function builtInKeys(profile: Profile, { code, status, route, org }: AlertQuery): AlertKey[] {
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
