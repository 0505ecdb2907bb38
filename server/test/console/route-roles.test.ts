import { STAFF_ROLES, type StaffRole } from '@request-desk/shared/staff-api';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../../../testkit/desks/console-desk.ts';
import { ConsoleError } from '../../src/console/console-error.ts';
import { permit } from '../../src/console/guard/permit.ts';
import type { Staff } from '../../src/console/staff.ts';
import { needs } from '../../src/http/route-access.ts';

describe('a route', () => {
  it('that declares no role keeps the console from starting', async () => {
    const opened = openConsole({
      register: async (api) => void api.get('/forgotten', async () => 'secrets'),
    });
    await expect(opened).rejects.toThrow('routes without a role: GET /support/v1/forgotten');
  });

  it('of the JSON API that does not say what it is keeps the console from starting', async () => {
    const opened = openConsole({
      register: async (api) =>
        void api.get('/mute', needs('support', 'desk:read'), async () => 'something'),
    });
    await expect(opened).rejects.toThrow('GET /support/v1/mute has no description');
  });

  it.each([
    ['support', 'engineer', 'not_allowed'],
    ['support', 'admin', 'not_allowed'],
    ['engineer', 'admin', 'not_allowed'],
    ['support', 'support', undefined],
    ['engineer', 'support', undefined],
    ['admin', 'engineer', undefined],
  ] as const)('lets %s do what takes %s: %s', (role, least, refusal) => {
    const { access } = needs(least, 'rules:change').config;
    expect(refusalOf(staff(role), access)).toBe(refusal);
  });

  it('is for all callers only where it says so, and no role stands above admin', () => {
    const { access } = needs('admin', 'channels:change').config;
    const allowed = STAFF_ROLES.filter((role) => refusalOf(staff(role), access) === undefined);
    expect(allowed).toEqual(['admin']);
  });
});

function staff(role: StaffRole): Staff {
  return { id: 'x', role, credential: 'x', confirmed: true, fromMemory: false };
}

function refusalOf(who: Staff, access: ReturnType<typeof needs>['config']['access']) {
  try {
    if (access.role !== 'anyone') permit(who, access);
    return undefined;
  } catch (error) {
    if (error instanceof ConsoleError) return error.code;
    throw error;
  }
}

it('a route that changes something and is not written down keeps the console from starting', async () => {
  const { access } = needs('support', 'keys:mint').config;
  const opened = openConsole({
    register: async (api) =>
      void api.post('/quiet', { config: { access: { ...access, audit: 'none' } } }, async () => 1),
  });
  await expect(opened).rejects.toThrow('do not say how they are audited: POST /support/v1/quiet');
});
