import { isLocalHost } from '../http/local-hosts.ts';
import { GRPC } from './answers.ts';
import { IngestError } from './ingest-error.ts';

/**
 * Without a token only this machine may send, and a page in its browser is not this machine: one
 * that has its own name point here (DNS rebinding) still says that name as Host. Throws Refusal.
 */
export function checkHost(host: string | undefined): void {
  if (!isLocalHost(host)) {
    throw new IngestError(
      403,
      GRPC.permissionDenied,
      'without INGEST_TOKEN, send to localhost by name',
    );
  }
}
