import type { Directory } from '../../directory/directory.ts';
import type { ApiKeys } from './api-keys.ts';
import type { ApiProcesses } from './api-processes.ts';
import type { Orgs } from './orgs.ts';
import { unconfirmedOf } from './unconfirmed.ts';

/** The directory of an API whose organisations and keys are in this desk's own control plane. */
export function ownDirectory(
  orgs: Pick<Orgs, 'find' | 'list' | 'create' | 'erase'>,
  keys: Pick<ApiKeys, 'find' | 'findByPrefix' | 'listOf' | 'mint' | 'revoke'>,
  processes: ApiProcesses,
): Directory {
  return {
    org: (id) => orgs.find(id),
    key: (id) => keys.find(id),
    keysByPrefix: (prefix) => keys.findByPrefix(prefix),
    keysOf: (orgId) => keys.listOf(orgId),
    management: {
      orgs: () => orgs.list(),
      createOrg: (name, now) => orgs.create(name, now),
      mint: (key, now) => keys.mint(key, now),
      revoke: (id, by, now, replacedBy) => keys.revoke(id, by, now, replacedBy),
      async erase(orgId, by, now) {
        for (const { id, revokedAt } of await keys.listOf(orgId))
          if (revokedAt === null) await keys.revoke(id, by, now);
        await unconfirmedOf(processes);
        return await orgs.erase(orgId);
      },
      unconfirmed: () => unconfirmedOf(processes),
    },
  };
}
