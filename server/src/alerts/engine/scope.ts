import type { AlertKind } from '@request-desk/shared/alerts-api';
import type { FailureStatus } from './bucket.ts';
import type { AlertKey } from './state.ts';

/** What an alert is about. */
export interface AlertScope {
  readonly key: AlertKey;
  readonly signal: FailureStatus;
  readonly kind: Exclude<AlertKind, 'telemetry'>;
  /** The route or org; empty for global. */
  readonly name: string;
}

export const NO_DATA = 'no-data';

export function globalScope(signal: FailureStatus): AlertScope {
  return { key: `global-${signal}`, signal, kind: 'global', name: '' };
}

export function routeScope(route: string): AlertScope {
  return { key: `route-500:${route}`, signal: '500', kind: 'route', name: route };
}

export function orgScope(signal: FailureStatus, org: string): AlertScope {
  return { key: `org-${signal}:${org}`, signal, kind: 'org', name: org };
}

/** The scope of a key; nothing for `no-data`. */
export function scopeOf(key: AlertKey): AlertScope | undefined {
  const [, kind, signal, name = ''] = /^(global|route|org)-(500|429)(?::(.*))?$/s.exec(key) ?? [];
  if (kind === undefined) return undefined;
  const judged: FailureStatus = signal === '429' ? '429' : '500';
  if (kind === 'global') return globalScope(judged);
  return kind === 'route' ? routeScope(name) : orgScope(judged, name);
}

/** One org's trouble is for support; everybody's pages an engineer. */
export function pages(scope: AlertScope): boolean {
  return scope.kind !== 'org';
}
