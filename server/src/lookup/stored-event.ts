import { ATTR } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { DossierRequest } from '@request-desk/shared/dossier';
import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import { codeOfStatus } from '@request-desk/shared/profile-codes';
import type { StoredEvent } from '../clickhouse/queries/lookup-logs.ts';

/** A request event as stored, with its times in milliseconds since the epoch. */
export interface RequestFacts {
  readonly requestId: string;
  readonly traceId: string;
  readonly readyMs: number;
  readonly startMs: number;
  /** False where the event did not come with the API's own credential: it is unverified. */
  readonly own: boolean;
  readonly sender: string;
  /** Typed; `org_name` is still empty. */
  readonly request: DossierRequest;
}

/** Reads the wide event; undefined for any other record. Nothing in it is trusted. */
export function factsOf(record: StoredEvent): RequestFacts | undefined {
  if (!REQUEST_EVENTS.includes(record.event)) return undefined;
  const { attributes } = record;
  const text = (name: string) => attributes[name] ?? '';
  const durationMs = finite(text(ATTR.durationMs));
  const readyMs = record.at_us / 1000;
  const startMs = readyMs - durationMs;
  const status = Math.trunc(finite(text(ATTR.status)));
  const cause = text(ATTR.cause) || null;
  return {
    requestId: text(ATTR.requestId),
    traceId: record.trace_id,
    readyMs,
    startMs,
    own: record.own === 1,
    sender: record.sender,
    request: {
      code: text(ATTR.errorCode) || codeByStatus(status, cause),
      cause,
      status,
      message: text(ATTR.publicMessage),
      org: text(ATTR.orgId),
      org_name: '',
      key_id: text(ATTR.keyId),
      key_prefix: text(ATTR.keyPrefix),
      method: text(ATTR.method),
      route: text(ATTR.route),
      path: text(ATTR.path),
      started_at: new Date(startMs).toISOString(),
      duration_ms: durationMs,
      release: record.release,
      service: record.service,
      client: [text(ATTR.client), text(ATTR.clientVersion)].filter(Boolean).join(' '),
      user_agent: text(ATTR.userAgent),
      attributes,
    },
  };
}

function finite(text: string): number {
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) < 1e12 ? Math.max(0, number) : 0;
}

/** A failure is one whatever its event calls it; a client that left has no answer to judge by. */
function codeByStatus(status: number, cause: string | null): string | null {
  return status >= 400 && status <= 599 && cause !== CLIENT_CLOSED ? codeOfStatus(status) : null;
}
