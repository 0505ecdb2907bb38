/** An IPv4 address as itself, also where a socket for both families has it as an IPv6 one. */
export function unmappedAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
