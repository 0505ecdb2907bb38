import { STAFF_ACTIONS } from '@request-desk/shared/staff-api';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { pasteOf } from '../ui/kept-pastes.ts';
import { freshBrowser, openConsole as open } from './console.fixture.tsx';

const AT = '2026-09-14T14:02:07.123Z';
const BOX = 'box_0mtbtveo0tmiiffvwn58';
const ME = { id: 'local', role: 'engineer', may: [...STAFF_ACTIONS], confirm_by: 'token' };
const EMPTY = { items: [], next_cursor: null, from: AT, to: AT, data_current_to: AT };
const VIEW = {
  id: 'viw_1',
  place: 'explore',
  name: 'Night <b>run</b>',
  search: 'code=no_parcel',
  shared: true,
  by: 'kim',
  own: false,
  saved_at: AT,
};
const GONE = { code: 'no_such_thing', message: 'It does not exist.', request_id: 'call_1' };
let answers: Record<string, unknown>;
const asked: { readonly path: string; readonly body: string }[] = [];

freshBrowser(async (path: string, init?: RequestInit) => {
  asked.push({ path: `${init?.method ?? 'GET'} ${path}`, body: String(init?.body ?? '') });
  const answer = answers[path.replace('/support/v1/', '').replace(/\?.*/, '')];
  if (/\/(orgs|keys)\/./.test(path) && !answer)
    return new Response(JSON.stringify({ error: GONE }), { status: 404 });
  return new Response(JSON.stringify(answer ?? {}), { status: answer ? 200 : 500 });
});
beforeEach(() => {
  asked.length = 0;
  const facet = (field: string, value: string) => ({
    field,
    values: [{ value, count: 3 }],
    others: 0,
  });
  answers = {
    me: ME,
    alerts: { items: [] },
    orgs: { items: [] },
    requests: EMPTY,
    views: { items: [VIEW] },
    'requests/facets': {
      ...EMPTY,
      total: 3,
      facets: [facet('code', 'no_parcel'), facet('route', '/parcels/:id'), facet('org', 'org_1')],
    },
    'requests/histogram': { ...EMPTY, step_s: 60, buckets: [] },
  };
});

describe('saved views', () => {
  it('are opened, and what is shown is saved with its filter', async () => {
    const { router } = open('/explore?code=late&range=24h');
    fireEvent.click(await screen.findByText('Views'));
    const view = await screen.findByRole('link', { name: /Night <b>run<\/b>/ });
    expect(screen.queryByRole('button', { name: /Remove the view/ })).toBeNull();
    fireEvent.change(screen.getByRole('textbox', { name: 'Name of this view' }), {
      target: { value: 'Late ones' },
    });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Share with everybody' }));
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      const sent = asked.find(({ path }) => path === 'POST /support/v1/views');
      expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
        name: 'Late ones',
        shared: true,
        search: 'code=late&range=24h',
      });
    });
    fireEvent.click(view);
    await waitFor(() => expect(router.state.location.href).toBe('/explore?code=no_parcel'));
  });

  it('are shared by nobody whose role does not include it', async () => {
    answers.me = { ...ME, role: 'support' };
    open('/explore');
    fireEvent.click(await screen.findByText('Views'));
    await screen.findByRole('textbox', { name: 'Name of this view' });
    expect(screen.queryByRole('checkbox', { name: 'Share with everybody' })).toBeNull();
  });
});

describe('the page of an id', () => {
  it('counts the calls about it, and leads into the explorer', async () => {
    open(`/ids/${BOX}`);
    await screen.findByRole('heading', { level: 1 });
    const link = await screen.findByRole('link', { name: /no_parcel\s*3/ });
    expect(link.getAttribute('href')).toBe(`/explore?q=${BOX}&range=7d&code=no_parcel`);
    expect(await screen.findByText('No failures in this period.')).toBeTruthy();
    const failures = asked.find(
      ({ path }) => path.includes('/requests?') && path.includes('error'),
    );
    expect(failures?.path).toContain(`text=${BOX}`);
    const main = screen.getByRole('main');
    expect(within(main).getByText(/Calls whose path names it/)).toBeTruthy();
  });

  it('says which forms are known where it has none, without a range that nothing follows', async () => {
    const { router } = open('/ids/nonsense');
    await screen.findByRole('heading', { level: 1, name: 'Unknown id format' });
    expect(screen.queryByRole('group', { name: 'Time range' })).toBeNull();
    expect(screen.getByText(/^Request id: /)).toBeTruthy();
    fireEvent.click(screen.getByRole('link', { name: 'Look it up as text' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/lookup'));
    expect(pasteOf(router.state.location.state.paste)).toBe('nonsense');
  });

  it('is where one lands who pastes it', async () => {
    const { router } = open('/');
    await screen.findByText('What did the customer send you?');
    fireEvent.paste(document.body, { clipboardData: { getData: () => ` ${BOX}\n` } });
    await waitFor(() => expect(router.state.location.pathname).toBe(`/ids/${BOX}`));
  });

  it.each([
    ['/orgs/org_0mtbtveo0tmiiffvwn58', 'Organisation not found', 'org=org_0mtbtveo0tmiiffvwn58'],
    ['/keys/key_0mtbtveo0tmiiffvwn58', 'Key not found', 'key=key_0mtbtveo0tmiiffvwn58'],
  ])(
    '%s is gone from the directory, and its calls are shown all the same',
    async (path, title, filter) => {
      open(path);
      await screen.findByRole('heading', { level: 1, name: title });
      const link = await screen.findByRole('link', { name: /no_parcel\s*3/ });
      expect(link.getAttribute('href')).toBe(`/explore?${filter}&range=7d&code=no_parcel`);
      expect(asked.some((one) => one.path.includes(`${filter}&`))).toBe(true);
    },
  );
});
