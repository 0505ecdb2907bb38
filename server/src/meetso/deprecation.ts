import type { FastifyInstance } from 'fastify';

/** That a route goes away: in a header of each answer, and in the description. */
interface Deprecation {
  /** From when on it should no longer be used (RFC 9745). */
  readonly since: Date;
  /** When it stops to answer (RFC 8594); absent while that is not decided. */
  readonly sunset?: Date;
  /** Where its readers learn what to use instead: a path of the documentation. */
  readonly docs: string;
}

/** By method and path as routes are declared, such as `GET /public/v1/meetings/:id`. */
export type Deprecations = Readonly<Record<string, Deprecation>>;

/** What is deprecated of v1. */
export const DEPRECATIONS: Deprecations = Object.freeze({});

/** The headers that announce it, without the link. */
function deprecationHeaders({ since, sunset }: Deprecation): Record<string, string> {
  return {
    deprecation: `@${Math.floor(since.getTime() / 1000)}`,
    ...(sunset ? { sunset: sunset.toUTCString() } : {}),
  };
}

/**
 * Adds the headers Deprecation, Sunset and Link to every answer of a deprecated route; answers that
 * fail have a link of their own beside. `api` is the instance with these routes, before they are registered.
 */
export function addDeprecationHeaders(api: FastifyInstance, deprecations: Deprecations): void {
  if (Object.keys(deprecations).length === 0) return;
  api.addHook('onRequest', ({ method, routeOptions }, reply, next) => {
    const name = `${method === 'HEAD' ? 'GET' : method} ${routeOptions.url}`;
    const found = Object.hasOwn(deprecations, name) ? deprecations[name] : undefined;
    if (found) {
      reply.headers({ ...deprecationHeaders(found), link: `<${found.docs}>; rel="deprecation"` });
    }
    next();
  });
}
