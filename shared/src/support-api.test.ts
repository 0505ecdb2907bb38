import { expect, it } from 'vitest';
import { newOrg } from './support-api.ts';

it.each(['Acme', ' Ünï & Söhne GmbH ', '株式会社', 'عربي'])('takes the name %j', (name) => {
  expect(newOrg.parse({ name }).name).toBe(name.trim());
});

it.each(['a\r\nBcc: x', 'a\u202eb', 'a\u2066b', 'a\u0000b', 'a\u2028b', 'a\u001b[2Jb'])(
  'refuses the name %j',
  (name) => expect(newOrg.safeParse({ name }).success).toBe(false),
);
