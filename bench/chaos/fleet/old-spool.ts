import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traceIdOf } from '@request-desk/shared/ids';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { firstFrame } from '../../../testkit/spool/segments.ts';

/**
 * Leaves in `dataDir` what the first release left when it was killed: a sealed segment of error
 * events, in the first frame format. Returns their request ids.
 */
export function leaveOldSegment(dataDir: string, events: number): string[] {
  const ids = Array.from({ length: events }, () => `req_${randomBytes(8).toString('hex')}`);
  const directory = join(dataDir, 'spool', 'errors');
  mkdirSync(directory, { recursive: true });
  const atMs = Date.now() - 5_000;
  writeFileSync(
    join(directory, `${atMs}-000001.seg`),
    Buffer.concat(ids.map((id) => firstFrame(eventOf(id, atMs)))),
  );
  return ids;
}

function eventOf(id: string, at: number): Uint8Array {
  const attributes = {
    'meetso.request.id': id,
    'meetso.error.code': 'not_found',
    'http.response.status_code': '404',
  };
  const traceId = traceIdOf(id);
  return logsBody([{ traceId, eventName: 'meetso.api.request', severity: 13, attributes, at }]);
}
