import type { FastifyInstance, RouteOptions } from 'fastify';
import type { RouteAccess } from '../../http/route-access.ts';
import type { RouteDescription } from '../route.ts';
import type { StaffAccess } from '../staff-access.ts';
import { permit } from './permit.ts';

/** A route with what it declares; `url` with parameters as Fastify spells them. */
export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
  /** Of routes of the JSON API. */
  readonly operation: RouteDescription | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Of the console: every route with what it declares. */
    declaredRoutes: readonly DeclaredRoute[];
  }
}

/**
 * Lets nobody call a route of `app` whose role does not include it, and sets `request.staff`. A route
 * that declares no role keeps the listener from starting. Returns the routes, which are known once
 * the listener is ready, as `app.declaredRoutes`, too.
 */
export function holdRoutesToTheirRoles(
  app: FastifyInstance,
  access: StaffAccess,
): readonly DeclaredRoute[] {
  app.decorateRequest('staff');
  const routes: RouteOptions[] = [];
  const declared: DeclaredRoute[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  app.addHook('onReady', async () => {
    const undeclared: string[] = [];
    for (const { method, url, config } of routes)
      for (const one of [method].flat()) {
        if (config?.access)
          declared.push({ method: one, url, access: config.access, operation: config.operation });
        else undeclared.push(`${one} ${url}`);
      }
    if (undeclared.length > 0)
      throw new Error(`routes without a role: ${undeclared.join(', ')}: declare one by needs(…)`);
    const unwritten = declared.filter(({ access }) => !saysItsAudit(access));
    if (unwritten.length > 0)
      throw new Error(
        `routes that do not say how they are audited: ${unwritten.map(({ method, url }) => `${method} ${url}`).join(', ')}`,
      );
  });
  app.addHook('onRequest', async (request) => {
    const wanted = request.routeOptions.config?.access;
    if (wanted === undefined || wanted.role === 'anyone') return;
    request.staff = await access.resolve(request);
    try {
      permit(request.staff, wanted);
    } catch (error) {
      const { staff, callId: call_id } = request;
      const line = { staff: staff.id, role: staff.role, action: wanted.action, call_id };
      request.log.warn(line, 'call refused');
      throw error;
    }
  });
  app.decorate('declaredRoutes', declared);
  return declared;
}

/** Whatever changes something or gives it out is written down first. */
function saysItsAudit(access: RouteAccess): boolean {
  if (access.role === 'anyone') return true;
  if (access.kind !== 'read') return access.audit === 'first';
  return ['first', 'journal', 'batch', 'none'].includes(access.audit);
}
