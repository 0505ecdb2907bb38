import { isIPv6 } from 'node:net';
import { unmappedAddress } from '@request-desk/shared/unmapped-address';

/** What is counted as one client: an IPv4 address, or the /64 that an IPv6 address is in. */
export function clientNetwork(address: string): string {
  const plain = unmappedAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%', 1)[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
