import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';

/** Thrown where the code of a page did not come: the server is away, or it has another release. */
export class PageNotLoaded extends Error {
  override readonly name = 'PageNotLoaded';
}

/**
 * A page whose code is loaded when it is first opened. The router would reload the whole console
 * where that fails, and with the server away leave nothing of it.
 */
export function lazyPage<M extends Record<K, RouteComponent>, K extends string>(
  load: () => Promise<M>,
  name: K,
): RouteComponent {
  return lazyRouteComponent(async () => {
    try {
      return { page: (await load())[name] };
    } catch (cause) {
      throw new PageNotLoaded('The page’s code could not be loaded.', { cause });
    }
  }, 'page');
}
