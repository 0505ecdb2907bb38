import { describe, expect, it } from 'vitest';
import { storedAddress } from './stored-address.ts';

const SECRET = 's'.repeat(32);

describe('an address as it is stored', () => {
  it.each([
    ['203.0.113.24', '203.0.113.0/24'],
    ['::ffff:203.0.113.24', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:0DB8:0001::9', '2001:db8:1::/48'],
    ['2001:db8::7', '2001:db8::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['::1', '::/48'],
    ['unknown', ''],
    ['203.0.113.24, 10.0.0.1', ''],
    ['', ''],
  ])('truncated: %s is in the network %s', (address, network) => {
    expect(storedAddress('truncated')(address)).toBe(network);
  });

  it('hashed: is equal in every spelling, and reveals nothing', () => {
    const hashed = storedAddress('hashed', SECRET);
    expect(hashed('203.0.113.24')).toMatch(/^h:[\w-]{16}$/);
    expect(hashed('::ffff:203.0.113.24')).toBe(hashed('203.0.113.24'));
    expect(hashed('2001:DB8:0:0::1')).toBe(hashed('2001:db8::1'));
    expect(hashed('203.0.113.25')).not.toBe(hashed('203.0.113.24'));
    expect(storedAddress('hashed', 't'.repeat(32))('203.0.113.24')).not.toBe(
      hashed('203.0.113.24'),
    );
    expect(hashed('not an address')).toBe('');
    expect(() => storedAddress('hashed')).toThrow('need a secret');
  });

  it('full: as it came, and no longer than an address may be', () => {
    expect(storedAddress('full')('203.0.113.24')).toBe('203.0.113.24');
    expect(storedAddress('full')('x'.repeat(9_000))).toHaveLength(64);
  });
});
