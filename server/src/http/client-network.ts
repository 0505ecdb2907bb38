import { isIPv6 } from 'node:net';
import { unmappedAddress } from '@request-desk/shared/unmapped-address';
import ipaddr from 'ipaddr.js';

/** What is counted as one client: an IPv4 address, or the /64 that an IPv6 address is in. */
export function clientNetwork(address: string): string {
  const [plain = ''] = unmappedAddress(address).split('%', 1);
  if (!isIPv6(plain)) return plain;
  const groups = ipaddr.IPv6.parse(plain).parts.slice(0, 4);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
