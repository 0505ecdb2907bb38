import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { withoutBrackets } from '@request-desk/shared/http-origin';

/** Networks that are not the internet (IANA special-purpose registries; RFC 6890 and successors). */
const NOT_PUBLIC_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** What embeds an IPv4 address (mapped, NAT64, 6to4, Teredo) could name a private one. */
const PUBLIC_6 = ['2000::', 3] as const;
const NOT_PUBLIC_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blocked = new BlockList();
for (const [net, bits] of NOT_PUBLIC_4) blocked.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_6) blocked.addSubnet(net, bits, 'ipv6');
const public6 = new BlockList();
public6.addSubnet(...PUBLIC_6, 'ipv6');

/** True for an address that anybody on the internet has. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && public6.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

export class PrivateAddress extends Error {
  constructor() {
    super(
      'the address is in a private network, which ALLOW_PRIVATE_TARGETS does not allow: ' +
        'the operator of Request Desk can set it',
    );
  }
}

/**
 * Resolves a host and throws PrivateAddress when any answer is not public. Connect to what it
 * returns: a second look-up could answer differently.
 */
export async function publicAddressOf(hostname: string): Promise<LookupAddress> {
  const host = withoutBrackets(hostname);
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolveAll(host);
  const [first] = addresses;
  if (!first || addresses.some(({ address }) => !isPublicAddress(address))) {
    throw new PrivateAddress();
  }
  return first;
}

function resolveAll(host: string): Promise<LookupAddress[]> {
  const options: LookupAllOptions = { all: true };
  return new Promise((resolve, reject) => {
    lookup(host, options, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
}
