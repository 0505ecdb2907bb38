import './theme.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { alertsQuery } from '../api/alerts.ts';
import { ApiFailure } from '../api/client.ts';
import { createConsoleRouter } from './router.tsx';

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signInAgain }),
  mutationCache: new MutationCache({ onError: signInAgain }),
  defaultOptions: {
    queries: {
      // A refusal will not change by asking again at once; a broken connection may.
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiFailure && error.kind !== 'network'),
      refetchOnWindowFocus: true,
    },
  },
});
const router = createConsoleRouter(queryClient);
// Where Radix's scroll lock looks for the nonce of the style element that it adds.
const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.nonce;
Object.assign(globalThis, { __webpack_nonce__: nonce });

// A banner that came after the page would push it down; it is worth a moment, not a wait.
const BANNER_WAIT_MS = 250;
// The page that most people open next should not wait for its code.
const PRELOAD_AFTER_MS = 800;

void start(document.getElementById('root'));

async function start(root: HTMLElement | null): Promise<void> {
  await Promise.race([
    queryClient.prefetchQuery(alertsQuery()),
    new Promise((done) => setTimeout(done, BANNER_WAIT_MS)),
  ]);
  if (root)
    createRoot(root).render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
  setTimeout(() => void router.loadRouteChunk(router.routesById['/r/$id']), PRELOAD_AFTER_MS);
}

/** A session that has ended: the sign-in page leads back to where one was. */
function signInAgain(error: unknown): void {
  if (!(error instanceof ApiFailure) || error.status !== 401) return;
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}
