import type { AuditSearch } from '../../api/audit.ts';

const TEXTS = ['person', 'org', 'action', 'subject'] as const;
const TIMES = ['from', 'to'] as const;
const MAX_FILTER_LENGTH = 200;

/** Reads the address leniently: what it does not know is dropped. */
export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const texts = TEXTS.flatMap((name) => {
    const value = raw[name];
    const text = typeof value === 'string' ? value.trim().slice(0, MAX_FILTER_LENGTH) : '';
    return text === '' ? [] : [[name, text] as const];
  });
  const times = TIMES.flatMap((name) => {
    const at = new Date(String(raw[name] ?? ''));
    return Number.isNaN(at.getTime()) ? [] : [[name, at.toISOString()] as const];
  });
  return Object.fromEntries([...texts, ...times]);
}
