import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { AskedAs } from './asked-as.tsx';

const CLIENT = '0af7651916cd43dd8448eb211c80319c';

afterEach(cleanup);

async function open(said: Parameters<typeof AskedAs>[0]['dossier']) {
  const routeTree = createRootRoute({ component: () => <AskedAs dossier={said} /> });
  const router = createRouter({ routeTree, history: createMemoryHistory() });
  await router.load();
  render(<RouterProvider router={router as never} />);
}

it('names the client’s trace, and leads to the other requests made in it', async () => {
  await open({ client_trace: CLIENT, others: ['req_70ac81fe9ef7a3c6', '../../x"><img src=x>'] });
  expect(screen.getByText(CLIENT)).toBeDefined();
  expect(screen.getByText('2 more requests of this trace')).toBeDefined();
  const hrefs = screen.getAllByRole('link', { hidden: true }).map((a) => a.getAttribute('href'));
  expect(hrefs[0]).toBe('/r/req_70ac81fe9ef7a3c6');
  expect(hrefs[1]).toMatch(/^\/r\/[^/<>"]+$/);
  expect(document.querySelector('img')).toBeNull();
});

it('says nothing of an id that was asked for as it is', async () => {
  await open({});
  expect(document.body.textContent).toBe('');
});
