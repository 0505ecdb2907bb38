import type { Likely } from '@request-desk/shared/likely-api';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { EXPLORE_ROW } from '../api/explore-row.fixture.ts';
import { keepPaste } from '../ui/kept-pastes.ts';
import { freshBrowser, openConsole } from './console.fixture.tsx';

const TEXT = 'Fernhill Labs: 429 yesterday at 3pm CET';
const ID = 'req_70ac81fe9ef7a3c6';
const AT = '2026-11-25T14:00:00.000Z';
const clues: Likely['clues'] = [
  { kind: 'org', value: 'org_1', label: 'Fernhill Labs', sure: true },
  { kind: 'status', value: '429', label: '429', sure: true },
];
const LIKELY: Likely = {
  clues,
  from: AT,
  to: AT,
  widened: false,
  total: 41,
  by_code: [{ code: 'slow_down', count: 41 }],
  items: [
    {
      ...EXPLORE_ROW,
      request_id: ID,
      at: AT,
      code: 'slow_down',
      cause: 'burst',
      status: 429,
      path: '/x',
      alike: 40,
      fits: ['org', 'status'],
    },
  ],
};
let asked: unknown[] = [];

freshBrowser(async (path, init) => {
  if (path === '/support/v1/requests/likely') {
    asked.push(JSON.parse(String(init?.body)));
    return Response.json({ ...LIKELY, clues: clues.slice(1), total: 7 });
  }
  if (path.startsWith('/support/v1/lookups?format=ndjson'))
    return new Response(
      `${JSON.stringify({ total: 0, suggestions: [], unread: [{ text: 'req_12345', why: 'it has 5 of 16 characters' }], ignored: 0, likely: LIKELY })}\n`,
    );
  if (path.startsWith('/support/v1/lookups'))
    return Response.json({ items: [], suggestions: [], ignored: 0 });
  return Response.json({ items: [] });
});
beforeEach(() => {
  asked = [];
});

it('shows how a text without an id was understood, and searches again without what was wrong', async () => {
  const { router } = openConsole('/');
  await router.load();
  await router.navigate({ to: '/lookup', state: { paste: keepPaste(TEXT) } });
  expect(await screen.findByText('Most likely failures')).toBeTruthy();
  expect(screen.getByText('of 41')).toBeTruthy();
  expect(screen.getByRole('link', { name: ID })).toBeTruthy();
  expect(screen.getByText('req_12345')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^organisation Fernhill Labs/ }));
  expect(await screen.findByText('of 7')).toBeTruthy();
  expect(asked).toEqual([{ clues: clues.slice(1) }]);
  fireEvent.click(screen.getByRole('button', { name: 'Edit status 429' }));
  const box = screen.getByRole('textbox', { name: 'status' });
  fireEvent.change(box, { target: { value: '500' } });
  fireEvent.submit(box);
  await waitFor(() =>
    expect(asked.at(-1)).toEqual({
      clues: [{ kind: 'status', value: '500', label: '500', sure: true }],
    }),
  );
});
