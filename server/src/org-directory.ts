import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Directory } from './directory/directory.ts';
import { ApiKeys } from './meetso/directory/api-keys.ts';
import { ApiProcesses } from './meetso/directory/api-processes.ts';
import { Orgs } from './meetso/directory/orgs.ts';
import { ownDirectory } from './meetso/directory/own-directory.ts';
import { KEY_FORM } from './meetso/key-form.ts';

/** Meetso's organisations and keys are in the control plane; those of another API are unknown. */
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
