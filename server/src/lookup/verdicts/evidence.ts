import type { Claim, DossierRequest, Evidence, RequestRow } from '@request-desk/shared/dossier';
import type { DirectoryKey } from '../../directory/directory.ts';
import type { RequestFacts } from '../stored-event.ts';

type Row = Evidence['rows'][number];

/** A sentence and what it rests on. */
export function claim(text: string, ...evidence: Evidence[]): Claim {
  return { text, evidence };
}

/** A sentence that no customer may see. */
export function staffOnly(text: string, ...evidence: Evidence[]): Claim {
  return { text, evidence, staff_only: true };
}

/** Fields of the request event itself; those without a value are left out. */
export function eventEvidence(
  { requestId, request }: Pick<RequestFacts, 'requestId' | 'request'>,
  fields: Readonly<Record<string, string | number | null | undefined>>,
): Evidence {
  return { kind: 'event', label: 'Request event', ref: requestId, rows: rowsOf(fields, request) };
}

function rowsOf(
  fields: Readonly<Record<string, string | number | null | undefined>>,
  { code, cause }: DossierRequest,
): Row[] {
  const row: Row = {};
  for (const [name, value] of Object.entries({ code, cause, ...fields }))
    if (value !== undefined && value !== null && value !== '') row[name] = value;
  return [row];
}

const SHOWN_ROWS = 25;

/** A number of things whose noun takes an s. */
export function sayCount(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How a row came that is not the API's own. */
export function saySender(sender: string | undefined): string {
  return sender ? `from the sender “${sender}”` : 'without a named sender';
}

/** Other requests; an empty list is evidence, too: it says that the search found nothing. */
export function requestsEvidence(label: string, rows: readonly RequestRow[]): Evidence {
  return {
    kind: 'requests',
    label,
    rows: rows.slice(0, SHOWN_ROWS).map((row) => ({
      at: row.at,
      request_id: row.request_id,
      outcome: row.code === '' ? String(row.status) : `${row.status} ${row.code}/${row.cause}`,
      call: `${row.method} ${row.route}`,
      duration_ms: row.duration_ms,
    })),
  };
}

/** A key as the directory has it; never more of the secret than its prefix. */
export function keyEvidence(key: DirectoryKey): Evidence {
  const day = (at: Date | null) => at?.toISOString() ?? null;
  return {
    kind: 'key',
    label: `Key ${key.prefix}`,
    ref: key.id,
    rows: [
      {
        key: key.id,
        name: key.name,
        prefix: key.prefix,
        scopes: key.scopes.join(' '),
        created_at: day(key.createdAt),
        expires_at: day(key.expiresAt),
        revoked_at: day(key.revokedAt),
        revoked_by: key.revokedBy,
        replaced_by: key.replacedBy,
        last_used_at: day(key.lastUsedAt),
      },
    ],
  };
}
