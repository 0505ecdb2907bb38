import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLogger } from '@request-desk/fastify/logging/logger';
import type { StoredAddress } from '@request-desk/fastify/redaction/stored-address';
import type { Profile } from '@request-desk/shared/profile';
import type { DraftedReply } from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type Audit, openAudit } from '../../server/src/console/audit/open-audit.ts';
import { auditRoutes } from '../../server/src/console/audit/routes.ts';
import { configuredAccess } from '../../server/src/console/configured-access.ts';
import { buildConsole } from '../../server/src/console/console-app.ts';
import type { ProviderSettings } from '../../server/src/console/oidc/provider.ts';
import type { Database } from '../../server/src/database/database.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';
import type { Directory } from '../../server/src/directory/directory.ts';
import { viewRoutes } from '../../server/src/explore/views/routes.ts';
import { SavedViews } from '../../server/src/explore/views/saved-views.ts';
import { ReplyUseCounts } from '../../server/src/lookup/reply-uses/reply-uses.ts';
import { replyUseRoutes } from '../../server/src/lookup/reply-uses/routes.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { answersAsDescribed } from './answers-as-described.ts';
import { NO_TRAIL, OPEN_ACCESS } from './open-access.ts';

export const STAFF_TOKEN = 's'.repeat(32);

/** A console listener with a built page, and features of the test's choice. */
export interface ConsoleDesk {
  readonly app: FastifyInstance;
  readonly url: string;
  /** Lines of the log. */
  readonly lines: string[];
  /** Where staff must sign in. */
  readonly audit: Audit | undefined;
  /** GETs below `/support/v1` and parses the answer, whatever its status. */
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  close(): Promise<void>;
}

interface Options {
  readonly profile?: Profile;
  readonly directory?: Directory | undefined;
  readonly host?: string;
  /** Asked of everyone; without it, everyone is staff. */
  readonly staffToken?: string | undefined;
  readonly consoleUrl?: string;
  /** An identity provider that people may sign in by; with `consoleUrl`. */
  readonly oidc?: ProviderSettings | undefined;
  /** Where it listens; any free port by default. */
  readonly port?: number;
  readonly now?: () => number;
  /** Keeps the sessions where a token is asked for; a new embedded one by default. */
  readonly database?: Database | undefined;
  /** Sessions are read again when it has gone on for long enough; real milliseconds by default. */
  readonly ticks?: () => number;
  readonly trustProxy?: boolean;
  readonly sidebarAncestors?: readonly string[];
  /** How addresses of callers are written down; as they are by default. */
  readonly addresses?: StoredAddress;
  readonly registerAtRoot?: ((app: FastifyInstance) => Promise<void>) | undefined;
  readonly register?: (api: FastifyInstance) => Promise<void>;
}

export async function openConsole(options: Options = {}): Promise<ConsoleDesk> {
  const staticDir = mkdtempSync(join(tmpdir(), 'desk-console-'));
  mkdirSync(join(staticDir, 'assets'));
  writeFileSync(join(staticDir, 'index.html'), '<!doctype html><title>Request Desk</title>');
  writeFileSync(join(staticDir, 'sidebar.html'), '<!doctype html><title>Sidebar</title>');
  writeFileSync(join(staticDir, 'assets/app-abc123.js'), 'export {};');
  writeFileSync(join(staticDir, 'assets/app-abc123.js.gz'), gzipSync('export {};'));
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    destination: { write: (line: string) => void lines.push(line) },
  });
  const { staffToken: token, consoleUrl, now = Date.now, profile = MEETSO_PROFILE } = options;
  const database =
    token === undefined && options.oidc === undefined
      ? undefined
      : (options.database ?? (await openDatabase({ path: join(staticDir, 'postgres') })));
  const places = { dataDir: staticDir, url: consoleUrl, log, now };
  const clock = options.ticks ? { ticks: options.ticks } : {};
  const audit = database && (await openAudit({ database, dataDir: staticDir, log, now }));
  const trail = audit?.log ?? NO_TRAIL;
  const access = database
    ? await configuredAccess({ database, token, oidc: options.oidc, trail, ...places, ...clock })
    : OPEN_ACCESS;
  const app = await buildConsole({
    log,
    profile,
    directory: options.directory,
    host: options.host ?? '127.0.0.1',
    url: options.consoleUrl,
    trustProxy: options.trustProxy ?? false,
    ...(options.addresses ? { addresses: options.addresses } : {}),
    sidebarAncestors: options.sidebarAncestors ?? [],
    access,
    trail,
    staticDir,
    probe: () => ({ ready: true, status: 'ok' }),
    ...(options.registerAtRoot ? { registerAtRoot: options.registerAtRoot } : {}),
    async register(api) {
      answersAsDescribed(api);
      if (audit && database) {
        const uses = new ReplyUseCounts(database, now);
        const onReplyCopied = (draft: DraftedReply) => uses.add('copied', draft);
        await api.register(replyUseRoutes, { uses });
        await api.register(viewRoutes, { profile, views: new SavedViews(database, now) });
        await api.register(auditRoutes, { audit, onReplyCopied, now });
      }
      await options.register?.(api);
    },
  });
  // Bound to loopback whatever the console believes its host to be.
  const url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  return {
    app,
    url,
    lines,
    audit,
    async get(path, shape) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(`${url}/support/v1${path}`, { headers });
      const text = await response.text();
      const parsed = shape.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
      throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}\n${parsed.error}`);
    },
    async close() {
      await app.close();
      await audit?.close();
      if (options.database === undefined) await database?.close();
      rmSync(staticDir, { recursive: true, force: true });
    },
  };
}
