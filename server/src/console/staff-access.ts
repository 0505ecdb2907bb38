import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Staff } from './staff.ts';

/** Decides who calls the console. */
export interface StaffAccess {
  /** Rejects with ConsoleError for those who are not signed in: 401, or 429 after too many attempts. */
  resolve(request: FastifyRequest): Promise<Staff>;
  /** Registers the pages at which people sign in and out. */
  routes(app: FastifyInstance): Promise<void>;
  /** Registers what signed-in people do with sessions, below `/support/v1`. */
  staffRoutes(api: FastifyInstance): Promise<void>;
}
