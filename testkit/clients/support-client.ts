import {
  type AlertHistory,
  alertHistory,
  type FiringAlerts,
  firingAlerts,
  type IncidentDetail,
  incidentDetail,
} from '@request-desk/shared/alerts-api';
import { type Dossier, type DossierFound, dossier } from '@request-desk/shared/dossier';
import {
  type MintedKey,
  mintedKey,
  type Org,
  org,
  type RecentErrors,
  recentErrors,
} from '@request-desk/shared/support-api';
import type { z } from 'zod';
import type { Scope } from '../../server/src/meetso/scopes.ts';
import type { DeskProcess } from '../desks/desk-process.ts';
import { poll } from '../poll.ts';

type Access = Pick<DeskProcess, 'consoleUrl' | 'staffToken'>;

/** What a script does with `/support/v1`; every answer is parsed. */
export interface SupportClient {
  createOrg(name: string): Promise<Org>;
  mintKey(orgId: string, scopes: readonly Scope[]): Promise<MintedKey>;
  revokeKey(keyId: string): Promise<void>;
  /** The dossier, found or not. */
  request(id: string): Promise<Dossier>;
  /** Polls until the id is found. */
  found(id: string): Promise<DossierFound>;
  /** Polls until the spans and log lines have followed. */
  settled(id: string): Promise<DossierFound>;
  recentErrors(): Promise<RecentErrors>;
  /** What fires now, and whether somebody evaluates. */
  firing(): Promise<FiringAlerts>;
  /** What fired lately, whether it still does or not. */
  incidents(): Promise<AlertHistory>;
  alert(id: string): Promise<IncidentDetail>;
}

export function supportClient({ consoleUrl, staffToken }: Access): SupportClient {
  async function call<T>(method: string, path: string, shape: z.ZodType<T>, body?: unknown) {
    const response = await fetch(`${consoleUrl}/support/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${staffToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = shape.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}\n${parsed.error}`);
  }

  const request = (id: string) => call('GET', `/requests/${encodeURIComponent(id)}`, dossier);
  return {
    createOrg: (name) => call('POST', '/orgs', org, { name }),
    mintKey: (orgId, scopes) =>
      call('POST', `/orgs/${orgId}/keys`, mintedKey, { name: 'Journey', scopes }),
    async revokeKey(keyId) {
      const response = await fetch(`${consoleUrl}/support/v1/keys/${keyId}/revoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}` },
      });
      if (response.status !== 200) throw new Error(`revoke: ${response.status}`);
    },
    request,
    found: (id) =>
      poll(`${id} to be found`, async () => {
        const answer = await request(id);
        return answer.found ? answer : undefined;
      }),
    settled: (id) =>
      poll(
        `${id} with its trace`,
        async () => {
          const answer = await request(id);
          const whole = answer.found && answer.spans.length > 1 && answer.logs.length > 0;
          return whole ? answer : undefined;
        },
        // A whole dossier is much work for a store that has to take the trace meanwhile.
        { everyMs: 250, timeoutMs: 60_000 },
      ),
    recentErrors: () => call('GET', '/errors/recent', recentErrors),
    firing: () => call('GET', '/alerts/firing', firingAlerts),
    incidents: () => call('GET', '/alerts/history', alertHistory),
    alert: (id) => call('GET', `/alerts/${encodeURIComponent(id)}`, incidentDetail),
  };
}
