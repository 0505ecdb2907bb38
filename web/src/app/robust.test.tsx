import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CopyButton } from '../ui/copy-button.tsx';
import { droppedText } from '../ui/dropped-text.ts';
import { ReplyBox } from '../ui/reply-box.tsx';
import { freshBrowser, openConsole } from './console.fixture.tsx';
import { lazyPage, PageNotLoaded } from './lazy-page.tsx';
import { PageFailure } from './page-failure.tsx';

const ID = 'req_70ac81fe9ef7a3c6';

freshBrowser(async (path) =>
  path === '/healthz' ? Promise.reject(new TypeError('away')) : Response.json({ items: [] }),
);
afterEach(() => vi.restoreAllMocks());

it('shows every page where the storage is blocked', async () => {
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  openConsole('/');
  expect(await screen.findByText('What did the customer send you?')).toBeTruthy();
  vi.restoreAllMocks();
});

it('shows no tick where nothing was copied', async () => {
  Object.assign(document, { execCommand: () => false });
  const { container } = render(<CopyButton text="x" what="Request id" />);
  fireEvent.click(screen.getByRole('button'));
  await new Promise((done) => setTimeout(done, 20));
  expect(container.querySelector('.lucide-check')).toBeNull();
});

it('says so where the code of a page did not come, and reloads nothing while the server is away', async () => {
  render(<PageFailure error={new PageNotLoaded('x')} reset={() => undefined} />);
  expect(screen.getByText('This page could not be loaded')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/still does not answer/)).toBeTruthy();
});

it('shows the frame and that a page loads while its code is on its way', async () => {
  let arrive: (page: object) => void = () => undefined;
  const { router } = openConsole('/');
  await screen.findByText('What did the customer send you?');
  const late = new Promise<object>((done) => {
    arrive = done;
  });
  const Late = lazyPage(() => late as Promise<{ Page: () => null }>, 'Page');
  Object.assign(router.routesById['/lookup'].options, { component: Late });
  void router.navigate({ to: '/lookup', search: {} });
  expect(await screen.findByText('Loading the page …')).toBeTruthy();
  expect(screen.getByRole('banner')).toBeTruthy();
  arrive({ Page: () => <p>Here it is</p> });
  expect(await screen.findByText('Here it is')).toBeTruthy();
});

it.each(['index.html', 'sidebar.html'])('says in %s that it loads, before any script', (file) => {
  const html = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  const root = new DOMParser().parseFromString(html, 'text/html').getElementById('root');
  expect(root?.textContent).toContain('Loading Request Desk');
  expect(root?.querySelector('a')?.getAttribute('href')).toBe('');
});

it('keeps the draft of a reply when its page is left and opened again', () => {
  const reply = { short: 'Hello.', long: 'Hello, and bye.' };
  const box = () => screen.getByRole<HTMLTextAreaElement>('textbox');
  render(<ReplyBox reply={reply} />);
  fireEvent.change(box(), { target: { value: 'My own words' } });
  cleanup();
  render(<ReplyBox reply={reply} />);
  expect(box().value).toBe('My own words');
});

describe('a dropped file', () => {
  const drop = (name: string, content: BlobPart) =>
    ({ files: [new File([content], name)], getData: () => '' }) as unknown as DataTransfer;

  it('is looked up', async () => {
    const { router } = openConsole('/');
    await screen.findByText('What did the customer send you?');
    fireEvent.drop(document.body, { dataTransfer: drop('mail.eml', `Subject: x\n\n${ID}`) });
    await waitFor(() => expect(router.state.location.pathname).toBe(`/r/${ID}`));
  });

  it('is looked up when it is pasted, and a picture is refused in words', async () => {
    const { router } = openConsole('/');
    await screen.findByText('What did the customer send you?');
    const paste = (name: string, content: BlobPart) =>
      fireEvent.paste(document.body, { clipboardData: drop(name, content) });
    paste('image.png', new Uint8Array([137, 80, 78, 71, 0]));
    expect(await screen.findByText(/image\.png is not a text file/)).toBeTruthy();
    paste('mail.eml', `Subject: x\n\n${ID}`);
    await waitFor(() => expect(router.state.location.pathname).toBe(`/r/${ID}`));
  });

  it('may be a link that is dragged over', async () => {
    const getData = (type: string) => (type === 'text/uri-list' ? `https://x.test/r/${ID}` : '');
    expect(await droppedText({ files: [], getData } as unknown as DataTransfer)).toContain(ID);
  });

  it('is read as UTF-16 too, and refused where it is not a text file', async () => {
    const utf16 = new Uint8Array([
      255,
      254,
      ...new Uint8Array(new Uint16Array([...ID].map((c) => c.charCodeAt(0))).buffer),
    ]);
    expect(await droppedText(drop('a.txt', utf16))).toBe(ID);
    await expect(droppedText(drop('a.png', new Uint8Array([137, 80, 0, 0])))).rejects.toThrow(
      'a.png is not a text file',
    );
  });
});
