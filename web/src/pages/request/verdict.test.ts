import type { DossierFound } from '@request-desk/shared/dossier';
import { expect, it } from 'vitest';
import { newClaims } from './verdict.tsx';

it('leaves out what headline and facts have said', () => {
  const claim = (text: string) => ({ text, evidence: [] });
  const dossier = {
    request: { method: 'GET', route: '/parcels', path: '/parcels' },
    verdict: {
      summary: 'The key is revoked.',
      claims: [
        claim('GET /parcels was answered with 401 refused, because: key_revoked.'),
        claim('The key is revoked.'),
        claim('The key was revoked by Maren.'),
      ],
    },
  } as unknown as DossierFound;
  expect(newClaims(dossier).map(({ text }) => text)).toEqual(['The key was revoked by Maren.']);
  expect(newClaims({ ...dossier, request: null })).toHaveLength(2);
});
