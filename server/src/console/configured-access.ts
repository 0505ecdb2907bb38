import { localToken, localTokenFile } from './local-token.ts';
import { TokenAccess } from './staff-access.ts';

interface AccessSettings {
  /** STAFF_TOKEN. Without it there is one all the same, in a file that only its owner can read. */
  readonly token: string | undefined;
  readonly dataDir: string;
  /** CONSOLE_URL. */
  readonly url: string | undefined;
}

/** The access that the configuration asks for. Throws when the token's file cannot be made. */
export function configuredAccess({ token, dataDir, url }: AccessSettings): TokenAccess {
  return new TokenAccess({
    token: token ?? localToken(dataDir),
    tokenIs: token ? 'STAFF_TOKEN' : localTokenFile(dataDir),
    ...{ url, now: Date.now },
  });
}
