import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { requestQuery } from '../api/requests.ts';
import { HomePage } from '../pages/home/home-page.tsx';
import { lookupSearch } from '../pages/lookup/url.ts';
import { requestSearch } from '../pages/request/url.ts';
import { Failure } from '../ui/failure.tsx';
import { stripSecrets } from './intake/strip-secrets.ts';
import { PageMissing } from './page-missing.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: PageMissing,
});

const home = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });

const request = createRoute({
  getParentRoute: () => rootRoute,
  path: '/r/$id',
  validateSearch: requestSearch,
  beforeLoad: ({ params }) => {
    // A key typed into the address bar is neither sent nor left in the history.
    const { text, removed } = stripSecrets(params.id);
    if (removed.length > 0) throw redirect({ to: '/r/$id', params: { id: text }, replace: true });
  },
  // Starts the call while the page's code loads; the page itself shows how it goes.
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(requestQuery(params.id)),
  component: lazyRouteComponent(() => import('../pages/request/request-page.tsx'), 'RequestPage'),
});

const lookup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lookup',
  validateSearch: lookupSearch,
  component: lazyRouteComponent(() => import('../pages/lookup/lookup-page.tsx'), 'LookupPage'),
});

/** All routes of the console; pages but the first are loaded when they are needed. */
export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([home, request, lookup]),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: ({ error, reset }) => (
      <div className="mx-auto w-full max-w-2xl px-4 py-10">
        <Failure what="This page could not be shown" error={error} retry={reset} />
      </div>
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
  interface HistoryState {
    /** Text to look up, without secrets; kept out of the address. */
    lookupText?: string;
  }
}
