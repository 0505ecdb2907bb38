import type { Config } from './config.ts';
import { ApiKeys } from './database/api-keys.ts';
import { ApiProcesses } from './database/api-processes.ts';
import type { Database } from './database/database.ts';
import { Orgs } from './database/orgs.ts';
import type { Directory } from './directory/directory.ts';
import { ownDirectory } from './directory/own-directory.ts';
import { KEY_FORM } from './meetso/key-form.ts';

interface OrgDirectory {
  readonly directory: Directory;
  /** What the pages of keys stand on; they exist with the directory alone. */
  readonly keyPages: {
    readonly orgs: Orgs;
    readonly keys: ApiKeys;
    readonly processes: ApiProcesses;
  };
}

/** Meetso's organisations and keys are in the control plane; those of another API nobody tells. */
export function orgDirectory(
  { profilePath }: Pick<Config, 'profilePath'>,
  database: Database,
): OrgDirectory | undefined {
  if (profilePath !== undefined) return undefined;
  const [orgs, keys] = [new Orgs(database), new ApiKeys(database, KEY_FORM)];
  const keyPages = { orgs, keys, processes: new ApiProcesses(database) };
  return { directory: ownDirectory(orgs, keys), keyPages };
}
