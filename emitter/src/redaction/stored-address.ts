import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { unmappedAddress } from '@request-desk/shared/unmapped-address';

/** How much of an address is stored: all of it, its network, or a name that only equals itself. */
export const ADDRESS_FORMS = ['full', 'truncated', 'hashed'] as const;
export type AddressForm = (typeof ADDRESS_FORMS)[number];

/** An address as it is stored; empty for what is none and could not be shortened. */
export type StoredAddress = (address: string) => string;

/** What a proxy names may be anything. */
const MAX_ADDRESS_LENGTH = 64;

/**
 * `full`: as it came. `truncated`: its network, `203.0.113.0/24` or `2001:db8:1::/48`. `hashed`:
 * `h:` and 16 characters of its HMAC-SHA-256 under `secret`, without which all addresses could be tried.
 */
export function storedAddress(form: AddressForm, secret: string | Buffer = ''): StoredAddress {
  if (form === 'full') return (address) => address.substring(0, MAX_ADDRESS_LENGTH);
  if (form === 'truncated') return networkOf;
  if (secret.length === 0) throw new Error('hashed addresses need a secret');
  return (address) => {
    const plain = canonical(address);
    if (plain === '') return '';
    return `h:${createHmac('sha256', secret).update(plain).digest('base64url').substring(0, 16)}`;
  };
}

function networkOf(address: string): string {
  const plain = canonical(address);
  if (!plain.includes(':')) return plain.replace(/\d+$/, '0/24');
  const before = plain.split('::', 1)[0]?.split(':').filter(Boolean) ?? [];
  const [a = '0', b = '0', c = '0'] = before;
  return `${[a, b, c].join(':').replace(/(:0)+$/, '')}::/48`.replace(/^0::/, '::');
}

/** One text for one address; empty for what is none. */
function canonical(address: string): string {
  const plain = unmappedAddress(address).replace(/%.*$/, '');
  if (isIP(plain) === 4) return plain;
  return isIP(plain) === 6 ? new URL(`http://[${plain}]`).hostname.replace(/[[\]]/g, '') : '';
}
