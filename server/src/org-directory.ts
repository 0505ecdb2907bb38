import type { Config } from './config.ts';
import { ApiKeys } from './database/api-keys.ts';
import { ApiProcesses } from './database/api-processes.ts';
import type { Database } from './database/database.ts';
import { Orgs } from './database/orgs.ts';
import type { Directory } from './directory/directory.ts';
import { ownDirectory } from './directory/own-directory.ts';
import { KEY_FORM } from './meetso/key-form.ts';

/** Meetso's organisations and keys are in the control plane; those of another API nobody tells. */
export function orgDirectory(
  { profilePath }: Pick<Config, 'profilePath'>,
  database: Database,
): Directory | undefined {
  if (profilePath !== undefined) return undefined;
  return ownDirectory(
    new Orgs(database),
    new ApiKeys(database, KEY_FORM),
    new ApiProcesses(database),
  );
}
