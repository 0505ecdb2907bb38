import * as senders from '@request-desk/shared/ingest-token-api';
import { type Operations, ok } from './operation.ts';

/** Credentials of services that send telemetry. */
export const SENDER_OPERATIONS: Operations = {
  'GET /ingest-tokens': {
    summary: 'Credentials by which services send telemetry, newest first',
    answers: ok('IngestTokenList', senders.ingestTokenList),
  },
  'POST /ingest-tokens': {
    summary: 'Make a credential for a sender of telemetry; it is shown this one time',
    body: { name: 'NewIngestToken', schema: senders.newIngestToken },
    answers: {
      201: { description: 'Made', name: 'MintedIngestToken', schema: senders.mintedIngestToken },
    },
  },
  'DELETE /ingest-tokens/:id': {
    summary: 'Revoke a credential; receivers refuse it within two seconds',
    answers: { 204: { description: 'Revoked' } },
  },
};
