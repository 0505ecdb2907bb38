import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientNetwork } from './client-network.ts';

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8:1::6', '2001:db8:1:0::/64'],
  ['2001:db8:1:0:3:4:5:6', '2001:db8:1:0::/64'],
  ['2001:db8::a:3:4:5:6', '2001:db8:0:a::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::1:2:3:203.0.113.9', '2001:db8:0:1::/64'],
  ['::1:2:3:4:203.0.113.9', '0:0:1:2::/64'],
])('counts %s with %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network);
});

it('takes whatever Node takes for an IPv6 address', () => {
  const group = fc.constantFrom('', '0', '1', '00a', 'FFFF', '::', '1.2.3.4', '255.255.255.255');
  const address = fc.array(group, { maxLength: 10 }).map((groups) => groups.join(':'));
  fc.assert(
    fc.property(
      address.map((text) => text.replace(/:{3,}/g, '::')).filter((text) => isIPv6(text)),
      (text) => {
        expect(clientNetwork(text)).toMatch(/^(?:[0-9a-f]{1,4}:){4}:\/64$|^[\d.]+$/);
      },
    ),
    { numRuns: 2_000 },
  );
});
