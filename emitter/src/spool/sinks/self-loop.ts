import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { withoutBrackets } from '@request-desk/shared/http-origin';
import { unmappedAddress } from '@request-desk/shared/unmapped-address';
import { SpoolUnusable } from '../spool-directory.ts';

const WILDCARDS = new Set(['0.0.0.0', '::']);
const LOOPBACK = ['127.0.0.1', '::1'];

/** Names the process that sends, so that its own listener knows it through a proxy in between. */
export const ORIGIN_HEADER = 'x-request-desk-origin';

/** Where this process listens for OTLP (OTLP_HOST, OTLP_PORT). */
interface Listener {
  readonly host: string;
  readonly port: number;
}

/**
 * Throws SpoolUnusable when `endpoint` is `listener` in any spelling: what is delivered would come
 * back and be delivered again, for ever. A name that cannot be resolved now passes.
 */
export async function refuseSelfLoop(endpoint: string, listener: Listener): Promise<void> {
  const { hostname, port, protocol } = new URL(endpoint);
  const target = Number(port || (protocol === 'https:' ? 443 : 80));
  if (target !== listener.port) return;
  const own = await listeningOn(listener.host);
  const meant = await addressesOf(hostname);
  if (!meant.some((address) => own.has(address))) return;
  throw new SpoolUnusable(
    `OTEL_EXPORTER_OTLP_ENDPOINT (${new URL(endpoint).host}) is this process's own OTLP listener: it would deliver to itself. Unset it here, to write to ClickHouse, or name another receiver.`,
  );
}

async function listeningOn(host: string): Promise<ReadonlySet<string>> {
  const addresses = await addressesOf(host);
  if (!WILDCARDS.has(withoutBrackets(host))) return new Set(addresses);
  const interfaces = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return new Set([...addresses, ...interfaces.map(({ address }) => address)]);
}

/** Every address of a host; who connects to a wildcard reaches the loopback. */
async function addressesOf(host: string): Promise<string[]> {
  const name = withoutBrackets(host);
  if (WILDCARDS.has(name)) return LOOPBACK;
  const found = await lookup(name, { all: true }).catch(() => []);
  return found.map(({ address }) => unmapped(address));
}

/** An IPv4 address in IPv6 spelling (RFC 4291, 2.5.5.2) as IPv4. */
function unmapped(address: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return unmappedAddress(address);
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
