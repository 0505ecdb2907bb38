import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import { nearMiss } from './validation/near-miss.ts';
import { printable } from './validation/printable.ts';

/** The routes that callers may know of, and whether a path is one of them. */
export class KnownRoutes {
  readonly #methods = new Map<string, Set<string>>();

  /** Notes every route that is registered from now on. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set();
      for (const name of [method].flat()) methods.add(name);
      this.#methods.set(url, methods);
    });
  }

  /** The refusal of a request that matched no route; notes a near miss on the event. */
  refusal(request: FastifyRequest): ApiError {
    const path = pathOf(request.raw.url ?? '');
    const template = this.#templateOf(path);
    const methods = template && this.#methods.get(template);
    if (methods) return this.#methodRefused(request, template, methods);
    const near = nearMiss(path, [...this.#methods.keys()]);
    if (near !== undefined) request.telemetry.event.nearMiss = near;
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    return new ApiError('not_found', {
      cause: 'route_unknown',
      message: `The API has no path ${printable(path)}${hint || '.'}`,
    });
  }

  #methodRefused(request: FastifyRequest, template: string, methods: Set<string>): ApiError {
    request.telemetry.event.route = template;
    const allowed = [...methods].sort().join(', ');
    request.telemetry.event.allowedMethods = allowed;
    return new ApiError('not_found', {
      cause: 'method_unknown',
      message: `${request.method} is not a method of ${template}; it has ${allowed}.`,
      headers: { allow: allowed },
    });
  }

  #templateOf(path: string): string | undefined {
    if (this.#methods.has(path)) return path;
    return [...this.#methods.keys()].find((template) => {
      const [wanted, sent] = [template.split('/'), path.split('/')];
      return (
        wanted.length === sent.length &&
        wanted.every((part, i) => part === sent[i] || (part.startsWith(':') && sent[i] !== ''))
      );
    });
  }
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
