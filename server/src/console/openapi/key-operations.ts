import { keyDetail, orgDetail } from '@request-desk/shared/dashboard-api';
import * as support from '@request-desk/shared/support-api';
import { type Operations, ok } from './operation.ts';

const MINTED = {
  201: {
    description: 'The new key; its secret is shown this one time only',
    name: 'MintedKey',
    schema: support.mintedKey,
  },
};

/** Organisations and their API keys. */
export const KEY_OPERATIONS: Operations = {
  'GET /orgs': { summary: 'All organisations', answers: ok('OrgList', support.orgList) },
  'POST /orgs': {
    summary: 'Make an organisation',
    body: { name: 'NewOrg', schema: support.newOrg },
    answers: { 201: { description: 'Made', name: 'Org', schema: support.org } },
  },
  'GET /orgs/:id': {
    summary: 'An organisation with its keys',
    answers: ok('OrgDetail', orgDetail),
  },
  'GET /orgs/:id/keys': {
    summary: 'Keys of an organisation, oldest first',
    answers: ok('ApiKeyList', support.apiKeyList),
  },
  'POST /orgs/:id/keys': {
    summary: 'Mint a key',
    body: { name: 'NewApiKey', schema: support.newApiKey },
    answers: MINTED,
  },
  'GET /keys/:id': { summary: 'A key', answers: ok('KeyDetail', keyDetail) },
  'POST /keys/:id/revoke': {
    summary: 'Revoke a key, for good',
    answers: ok('RevokedKey', support.revokedKey, 'The key as it stands now'),
  },
  'POST /keys/:id/rotate': {
    summary: 'Mint a key like this one, which is revoked unless `keep_old` is set',
    body: { name: 'Rotation', schema: support.rotation, optional: true },
    answers: MINTED,
  },
};
