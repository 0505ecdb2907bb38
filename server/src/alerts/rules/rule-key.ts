import type { AlertKey } from '../engine/state.ts';

/** The key of the alert of a rule made by staff; `name` is the org or route of a rule for each. */
export function ruleKey(id: string, name?: string): AlertKey {
  return name === undefined ? `rule:${id}` : `rule:${id}:${name}`;
}

const SHAPE = /^rule:([^:]+)(?::(.*))?$/s;

export function ruleIdOf(key: AlertKey): string | undefined {
  return SHAPE.exec(key)?.[1];
}

/** The org or route that an alert of a rule for each is about. */
export function ruleNameOf(key: AlertKey): string | undefined {
  return SHAPE.exec(key)?.[2];
}
