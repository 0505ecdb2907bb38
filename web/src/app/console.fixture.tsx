import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { createConsoleRouter } from './router.tsx';

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** Gives each test of the file an empty browser whose calls `answer` answers. */
export function freshBrowser(answer: Fetch): void {
  // A page's code is read and translated when its test first opens it.
  configure({ asyncUtilTimeout: 8_000 });
  beforeEach(() => {
    vi.stubGlobal('scrollTo', () => undefined);
    vi.stubGlobal('matchMedia', () => ({
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    vi.stubGlobal('fetch', answer);
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    localStorage.clear();
    sessionStorage.clear();
  });
}

/** The whole console at an address, with its router and the store of its answers. */
export function openConsole(path: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createConsoleRouter(client);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { router, client };
}
