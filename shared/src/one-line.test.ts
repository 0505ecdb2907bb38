import { expect, it } from 'vitest';
import type { z } from 'zod';
import { incidentOwner } from './incident-actions-api.ts';
import { newIngestToken } from './ingest-token-api.ts';
import { newDeploy } from './silences-api.ts';
import { newStaffToken } from './staff-api.ts';
import { newOrg } from './support-api.ts';
import { newView } from './views-api.ts';

const SCHEMAS: readonly (readonly [string, z.ZodType, (name: string) => object])[] = [
  ['an organisation', newOrg, (name) => ({ name })],
  ['a personal token', newStaffToken, (name) => ({ name, role: 'support' })],
  ['a view', newView, (name) => ({ place: 'explore', name, search: '' })],
  ['the owner of an incident', incidentOwner, (owner) => ({ owner })],
  ['a release', newDeploy, (release) => ({ release })],
  ['a service', newIngestToken, (name) => ({ name: 'billing', services: [name] })],
];

it.each(SCHEMAS)('the name of %s stands on one line and acts on no terminal', (_, schema, of) => {
  expect(schema.safeParse(of('Ärzte & Söhne')).success).toBe(true);
  for (const name of ['a\u001b[31m', 'a\r\nb', 'a\u202egnp', 'a\u2028b', ' '])
    expect([name, schema.safeParse(of(name)).success]).toEqual([name, false]);
});
