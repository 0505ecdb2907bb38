import { ATTR } from '@request-desk/shared/attributes';
import type { DossierRequest } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { CHARGES_PROFILE as profile } from '../../../testkit/profiles/charges.ts';
import type { Directory } from '../directory/directory.ts';
import { callerOf } from './caller.ts';
import type { LookupOptions } from './sources.ts';

it.each([
  [200, null, 0],
  [404, 'no_such_thing', 0],
  [403, 'not_allowed', 1],
])(
  'asks a %s for the keys of its organisation only where a scope was lacking',
  async (status, code, times) => {
    let asked = 0;
    const directory: Partial<Directory> = {
      org: async () => undefined,
      key: async () => undefined,
      keysOf: async () => {
        asked++;
        return [];
      },
    };
    const request = {
      org: 'org_1',
      key_id: 'k_1',
      code,
      status,
      attributes: { [ATTR.scopeRequired]: 'read' },
    };
    await callerOf(
      { profile, directory, now: Date.now } as unknown as LookupOptions,
      request as unknown as DossierRequest,
    );
    expect(asked).toBe(times);
  },
);
