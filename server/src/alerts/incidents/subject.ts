import type { RuleSpec } from '@request-desk/shared/alert-rules-api';
import type { AlertKind, AlertLabels, Severity } from '@request-desk/shared/alerts-api';
import type { AlertClass, Profile } from '@request-desk/shared/profile';
import { NO_DATA, scopeOf } from '../engine/scope.ts';
import type { AlertKey } from '../engine/state.ts';
import { alertingCodes } from '../judged-codes.ts';
import { narrowed } from '../rules/narrowed.ts';
import { ruleIdOf, ruleNameOf } from '../rules/rule-key.ts';

/** What an alert is about: which requests of whom. */
export interface Subject {
  readonly ruleId: string;
  readonly kind: AlertKind;
  readonly codes: readonly string[];
  /** Of the built-in rules: the class of failures that they judge. */
  readonly signal?: AlertClass;
  /** Nothing: any. */
  readonly route: string | undefined;
  readonly org: string | undefined;
  /** Of a rule made by staff. */
  readonly ruleName: string | undefined;
  /** True for an alert of a rule for each org or route. */
  readonly isOneOfEach?: boolean;
}

export type RuleSpecs = ReadonlyMap<string, RuleSpec>;

export function subjectOf(key: AlertKey, rules: RuleSpecs, profile: Profile): Subject {
  const none = { route: undefined, org: undefined, ruleName: undefined };
  if (key === NO_DATA) return { ...none, ruleId: 'no-data', kind: 'telemetry', codes: [] };
  const scope = scopeOf(key);
  if (scope) {
    const signal = scope.signal === '500' ? 'server' : 'limit';
    return {
      signal,
      ruleId: scope.signal === '500' ? 'errors-500' : 'surge-429',
      kind: scope.kind,
      codes: alertingCodes(profile, signal),
      route: scope.kind === 'route' ? scope.name : undefined,
      org: scope.kind === 'org' ? scope.name : undefined,
      ruleName: undefined,
    };
  }
  const ruleId = ruleIdOf(key) ?? key;
  const name = ruleNameOf(key);
  const found = rules.get(ruleId);
  const spec = found && narrowed(found, name);
  const [route, org] = [spec?.route ?? undefined, spec?.org ?? undefined];
  return {
    ruleId,
    route,
    org,
    ruleName: spec?.name ?? 'a deleted rule',
    isOneOfEach: name !== undefined,
    kind: org !== undefined ? 'org' : route !== undefined ? 'route' : 'global',
    codes: spec?.codes ?? [],
  };
}

export function labelsOf(subject: Subject, severity: Severity): AlertLabels {
  const { ruleId, kind, codes, route = '', org = '' } = subject;
  const [code = ''] = codes.length === 1 ? codes : [];
  return { rule: ruleId, severity, code, route, org, kind };
}

/** `global`, `route:<route>`, `org:<org id>` or `telemetry`. */
export function scopeText({ kind, route, org }: Subject): string {
  switch (kind) {
    case 'global':
    case 'telemetry':
      return kind;
    case 'route':
      return `route:${route ?? ''}`;
    case 'org':
      return `org:${org ?? ''}`;
  }
}

/** One line for banners, subjects and lists. `orgName` is what the customer calls itself. */
export function titleOf(subject: Subject, orgName: string | undefined, profile: Profile): string {
  const { kind, signal = 'server', route, org, ruleName, isOneOfEach } = subject;
  const who = org === '' ? 'callers without a valid key' : (orgName ?? org ?? '');
  const where = route || 'unknown routes';
  if (ruleName !== undefined)
    return isOneOfEach ? `${ruleName}: ${kind === 'org' ? who : where}` : ruleName;
  const called = profile.alerts[signal];
  const name = capital(called?.name ?? signal);
  const isLimit = signal === 'limit';
  switch (kind) {
    case 'telemetry':
      return 'No telemetry arrives';
    case 'org':
      return isLimit ? `${capital(called?.of_one ?? name)}: ${who}` : `${name} for ${who}`;
    case 'route':
      return `${name} on ${where}`;
    case 'global':
      return `${name} ${isLimit ? 'for several organisations at once' : 'across the API'}`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
