import type { StoredAddress } from '@request-desk/fastify/redaction/stored-address';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the call came from as it may be written down; limits go by `ip`. */
    readonly storedAddress: string;
  }
}

/** Gives each request `storedAddress`. */
export function storeAddresses(app: FastifyInstance, form: StoredAddress): void {
  app.decorateRequest('storedAddress', {
    getter(this: FastifyRequest) {
      return form(this.ip);
    },
  });
}
