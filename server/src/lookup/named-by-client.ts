import { CLIENT_REQUEST_ID_FORM } from '@request-desk/shared/ids';
import { requestsNamedByClients } from '../clickhouse/queries/lookup-client-ids.ts';
import { MOST_CLIENT_REQUESTS } from './client-trace.ts';
import type { FoundId } from './extract/hits.ts';
import type { LookupOptions } from './sources.ts';

/** Of the form that the emitter keeps of `x-client-request-id`, and like no word of a language. */
const NAME = /(?<![A-Za-z0-9._:-])(?=[A-Za-z._:-]*[0-9])[A-Za-z0-9._:-]{6,128}(?![A-Za-z0-9._:-])/g;
/** A text that is one word may be any name that a client may give. */
const MOST_NAMES = 50;

/** What in a text may be a client's own id of a call; in a sentence a full stop may follow it. */
export function clientNames(text: string): string[] {
  const alone = text.trim();
  const names = new Set(CLIENT_REQUEST_ID_FORM.test(alone) ? [alone] : []);
  for (const [name] of text.matchAll(NAME)) {
    if (names.size >= MOST_NAMES) break;
    names.add(name);
    const bare = name.replace(/[.:]+$/, '');
    if (bare !== '') names.add(bare);
  }
  return [...names].slice(0, MOST_NAMES);
}

/** The requests that their clients call by one of `names`, the newest first. */
export async function namedByClient(
  { clickhouse }: Pick<LookupOptions, 'clickhouse'>,
  names: readonly string[],
): Promise<FoundId[]> {
  if (names.length === 0) return [];
  const rows = await requestsNamedByClients(clickhouse, names, MOST_CLIENT_REQUESTS);
  return rows.map((row) => ({ requestId: row.request_id, traceId: row.trace_id || undefined }));
}
