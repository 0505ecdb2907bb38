import { RequestIds } from '@request-desk/fastify/request/request-ids';
import type { Profile } from '@request-desk/shared/profile';
import { describe, expect, it } from 'vitest';
import { CHARGES_PROFILE } from '../../../../testkit/profiles/charges.ts';
import { extractorOf } from './extractor.ts';
import { nameOf } from './hits.ts';

const FORMS: readonly Profile['request_id'][] = [
  CHARGES_PROFILE.request_id,
  { prefix: 'acme_req_', alphabet: 'hex', length: 16, check: 'none', names_trace: true },
  { prefix: 'TKT-', alphabet: 'digits', length: 20, check: 'luhn', names_trace: false },
  { prefix: 'x1_', alphabet: 'base58', length: 14, check: 'none', names_trace: false },
];

describe.each(FORMS)('ids of $prefix and $length $alphabet', (request_id) => {
  const { extract } = extractorOf({ ...CHARGES_PROFILE, request_id });
  const ids = new RequestIds(request_id);
  const many = Array.from({ length: 20 }, () => ids.mint().requestId);

  it.each(['\n', '\r\n', '\n> ', '\n  ', '\n- ', '=\n', ', ', ',', ' ', '\t', '"\n"', ' | '])(
    'are all found with %j between them',
    (between) => {
      expect(extract(many.join(between), 500).ids.map(nameOf)).toEqual(many);
    },
  );

  it('are read with the other sign in their prefix, and nothing else is', () => {
    const swapped = (id: string) => id.replace(/[_-]/g, (sign) => (sign === '_' ? '-' : '_'));
    const [one = '', two = ''] = many;
    expect(extract(`${swapped(one)}, ${swapped(two)}`, 500).ids.map(nameOf)).toEqual([one, two]);
    const { ids, damaged } = extract(`in ${swapped(request_id.prefix)}8001 Town`, 500);
    expect([ids, damaged]).toEqual([[], []]);
  });
});
