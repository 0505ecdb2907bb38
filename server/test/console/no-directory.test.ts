import { consoleErrorBody } from '@request-desk/shared/console-error';
import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConsoleDesk, openConsole } from '../../../testkit/desks/console-desk.ts';
import { CHARGES_PROFILE } from '../../../testkit/profiles/charges.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { keyRoutes } from '../../src/keys/routes.ts';

/** Another system's: it tells of organisations, and nothing can be changed in it from here. */
const telling: Directory = {
  org: async (id) => ({ id, name: 'Told' }),
  key: async () => undefined,
  keysByPrefix: async () => [],
  keysOf: async () => [],
};

describe.each<[DirectoryAccess, Directory | undefined]>([
  ['none', undefined],
  ['read', telling],
])('a desk whose directory is %s', (access, directory) => {
  let desk: ConsoleDesk;
  beforeAll(async () => {
    const profile = CHARGES_PROFILE;
    desk = await openConsole({
      profile,
      directory,
      staffToken: undefined,
      register: async (api) => {
        await api.register(keyRoutes, { directory, profile, now: Date.now });
      },
    });
  });
  afterAll(() => desk.close());

  it('says so to its page, which shows no more than that', async () => {
    const page = await (await fetch(desk.url)).text();
    expect(page).toContain(`<script type="application/json" id="directory">"${access}"</script>`);
    expect(page).not.toMatch(/meetso|mts_|mtg_/i);
  });

  it('neither has nor describes calls about organisations and keys', async () => {
    for (const path of ['/orgs', '/orgs/acct_1', '/orgs/acct_1/keys', '/keys/k_1'])
      expect((await desk.get(path, consoleErrorBody)).error.code).toBe('no_such_thing');
    const { paths } = await desk.get('/openapi.json', z.object({ paths: z.looseObject({}) }));
    const managed = Object.keys(paths).filter((path) => /^\/(orgs|keys)(\/\{id\})?$/.test(path));
    expect(managed).toEqual([]);
  });
});
