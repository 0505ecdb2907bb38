import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { SecretKeys } from '../database/secrets/secret-keys.ts';
import { serverSecret } from '../database/secrets/server-secret.ts';
import { StaffSessions } from '../database/staff/staff-sessions.ts';
import { StaffTokens } from '../database/staff/staff-tokens.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import { SignInNotes } from './audit/sign-in-notes.ts';
import { type ConfiguredToken, DeskAccess } from './desk-access.ts';
import { localToken, localTokenFile } from './local-token.ts';
import type { OidcAccess } from './oidc/oidc-access.ts';
import type { OnIdentified, ProviderSettings } from './oidc/provider.ts';
import { RefusedSignIns } from './refused-sign-ins.ts';
import { Sessions } from './sessions/sessions.ts';
import { PersonalTokens } from './tokens/personal-tokens.ts';

export interface AccessSettings {
  readonly database: Pick<Database, 'orm' | 'prompt'>;
  /**
   * STAFF_TOKEN. Without it and without a provider there is one all the same, in a file that only its
   * owner can read.
   */
  readonly token: string | undefined;
  readonly oidc?: ProviderSettings | undefined;
  readonly dataDir: string;
  /** CONSOLE_URL; over https, cookies are kept to https. A provider needs it. */
  readonly url: string | undefined;
  readonly log: Logger;
  /** What the desk's own secrets are sealed with. */
  readonly keys?: SecretKeys | undefined;
  /** Where sign-ins are written down. */
  readonly trail: AuditTrail;
  readonly now?: () => number;
  /** Counts milliseconds and never goes back. */
  readonly ticks?: () => number;
}

/** The access that the configuration asks for. Rejects when the token's file cannot be made. */
export async function configuredAccess(settings: AccessSettings): Promise<DeskAccess> {
  const { database, url, log } = settings;
  const { now = Date.now, ticks = () => performance.now() } = settings;
  const onUntouched = (err: unknown) => log.warn({ err }, 'last use not written');
  const sessions = new Sessions({
    store: new StaffSessions(database),
    secure: url?.startsWith('https:') ?? false,
    now,
    ticks,
    onUntouched,
  });
  const tokens = new PersonalTokens({
    store: new StaffTokens(database),
    now,
    ticks,
    onUntouched,
  });
  const token = tokenOf(settings);
  const notes = new SignInNotes(settings.trail, log);
  const refused = new RefusedSignIns(notes, now);
  const oidc = await oidcAccess(settings, sessions, tokens, { notes, refused });
  return new DeskAccess({ token, oidc, sessions, tokens, notes, refused, now });
}

function tokenOf({ token, oidc, dataDir }: AccessSettings): ConfiguredToken | undefined {
  if (token !== undefined) return { secret: token, is: 'STAFF_TOKEN' };
  if (oidc !== undefined) return undefined;
  return { secret: localToken(dataDir), is: localTokenFile(dataDir) };
}

async function oidcAccess(
  { database, oidc: settings, url, keys, log, now = Date.now }: AccessSettings,
  sessions: Sessions,
  tokens: PersonalTokens,
  { notes, refused }: { readonly notes: SignInNotes; readonly refused: RefusedSignIns },
): Promise<OidcAccess | undefined> {
  if (settings === undefined || url === undefined) return undefined;
  const key = await serverSecret(database, 'sign-in', new Date(now()), keys);
  const onVouched: OnIdentified = async (person, role) => {
    const former = await tokens.confirm(person, role);
    if (former !== role) notes.roleChanged(person.staffId, former, role);
  };
  const { OidcAccess } = await import('./oidc/oidc-access.ts');
  return new OidcAccess({ settings, url, key, sessions, onVouched, notes, refused, log, now });
}
