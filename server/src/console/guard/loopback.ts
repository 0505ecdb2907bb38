import type { FastifyRequest } from 'fastify';

/** The host name of a `Host` header, without port and brackets; empty when it is malformed. */
export function hostName(header: string | undefined): string {
  const match = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2] ?? '').toLowerCase();
}

/** A proxy in front speaks for people elsewhere, even when it reaches us over loopback. */
export function cameThroughProxy({ headers }: FastifyRequest): boolean {
  return ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
}
