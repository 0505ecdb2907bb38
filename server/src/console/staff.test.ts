import { describe, expect, it } from 'vitest';
import { can, type Staff } from './staff.ts';

describe('who may do what', () => {
  const as = (role: Staff['role']) => ({ id: 'x', role });

  it.each([
    ['viewer', 'requests:read', true],
    ['viewer', 'keys:revoke', false],
    ['viewer', 'silences:create', false],
    ['support', 'keys:revoke', true],
    ['support', 'orgs:create', true],
    ['support', 'silences:create', true],
    ['support', 'channels:write', false],
    ['support', 'rules:write', false],
    ['admin', 'rules:write', true],
  ] as const)('%s, %s: %s', (role, action, may) => {
    expect(can(as(role), action)).toBe(may);
  });
});
