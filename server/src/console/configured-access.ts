import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { StaffSessions } from '../database/staff/staff-sessions.ts';
import { localToken, localTokenFile } from './local-token.ts';
import { Sessions } from './sessions/sessions.ts';
import { TokenAccess } from './staff-access.ts';

export interface AccessSettings {
  readonly database: Pick<Database, 'prompt'>;
  /** STAFF_TOKEN. Without it there is one all the same, in a file that only its owner can read. */
  readonly token: string | undefined;
  readonly dataDir: string;
  /** CONSOLE_URL; over https, cookies are kept to https. */
  readonly url: string | undefined;
  readonly log: Logger;
  readonly now?: () => number;
  /** Counts milliseconds and never goes back. */
  readonly ticks?: () => number;
}

/** The access that the configuration asks for. Throws when the token's file cannot be made. */
export function configuredAccess(settings: AccessSettings): TokenAccess {
  const { database, token, dataDir, url, log } = settings;
  const { now = Date.now, ticks = () => performance.now() } = settings;
  return new TokenAccess({
    token: token ?? localToken(dataDir),
    tokenIs: token ? 'STAFF_TOKEN' : localTokenFile(dataDir),
    sessions: new Sessions({
      store: new StaffSessions(database),
      secure: url?.startsWith('https:') ?? false,
      onUntouched: (err) => log.warn({ err }, 'last use of a session not written'),
      ...{ now, ticks },
    }),
    now,
  });
}
