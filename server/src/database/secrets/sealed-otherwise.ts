import { DatabaseError } from '../database.ts';

/** Where the control plane says which key its secrets are sealed with. */
export const KEY_ID_NAME = 'secrets key id';

/** What is stored was sealed with a key that this process does not have. */
export function sealedOtherwise(): DatabaseError {
  return new DatabaseError(
    'the secrets in the control plane are sealed with another key: set SECRETS_KEY (or ' +
      'SECRETS_KEY_FILE) to it, the new one first where it is changed (new,former). Processes that ' +
      'share a control plane need the same. If it is lost for good, start once with --new-secrets-key: ' +
      'channels then need their secrets again, and the desk makes new ones of its own',
  );
}
