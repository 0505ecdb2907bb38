import type { AlertKey } from '../engine/state.ts';

/** The key of the alert of a rule made by staff. */
export function ruleKey(id: string): AlertKey {
  return `rule:${id}`;
}

export function ruleIdOf(key: AlertKey): string | undefined {
  return key.startsWith('rule:') ? key.slice('rule:'.length) : undefined;
}
