import { screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshBrowser, openConsole as open } from './console.fixture.tsx';

const asked: string[] = [];
freshBrowser(async (path: string) => {
  asked.push(path);
  const error = { code: 'failed', message: 'Broken.', request_id: 'call_dead' };
  return new Response(JSON.stringify({ error }), { status: 500 });
});
beforeAll(() => {
  const block = document.getElementById('directory');
  if (block) block.textContent = '"none"';
});

describe('a desk without a directory', () => {
  it('has no place for organisations, and asks nobody for their names', async () => {
    open('/explore');
    const [links] = await screen.findAllByRole('navigation');
    expect(links && within(links).getByRole('link', { name: /Explore/ })).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Organisations/ })).toBeNull();
    expect(asked.filter((path) => path.includes('/orgs'))).toEqual([]);
  });

  it.each(['/explore', '/dashboards', '/codes', '/alerts'])(
    'says below %s what it leaves out',
    async (path) => {
      open(path);
      expect(
        await screen.findByText(/No directory of organisations and keys is configured/),
      ).toBeTruthy();
    },
  );

  it('says on its status page that they are managed elsewhere', async () => {
    open('/status');
    expect(await screen.findByText(/They are managed elsewhere/)).toBeTruthy();
  });

  it.each(['/orgs', '/orgs/acct_1', '/keys/k_1'])('has no page at %s', async (path) => {
    open(path);
    expect(await screen.findByRole('heading', { level: 1, name: 'Page not found' })).toBeTruthy();
  });
});
