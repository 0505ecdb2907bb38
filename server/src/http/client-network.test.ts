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
])('counts %s with %s', (address, network) => {
  expect(clientNetwork(address)).toBe(network);
});
