import { STAFF_ACTIONS } from '@request-desk/shared/staff-api';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { freshBrowser, openConsole as open } from './console.fixture.tsx';

const AT = '2026-09-14T14:02:07.123Z';
const SECRET = `pcl_live_Ab3f${'Z'.repeat(28)}`;
const KEY = {
  id: 'key_1',
  org_id: 'org_1',
  name: 'CRM sync',
  prefix: 'pcl_live_ab3f',
  scopes: ['meetings:read'],
  state: 'active',
  created_at: AT,
  expires_at: null,
  revoked_at: null,
  revoked_by: null,
  replaced_by: null,
  last_used_at: null,
};
const STATUS = {
  version: '0.1.0',
  now: AT,
  staff: { id: 'local', role: 'admin' },
  pipeline: {
    store: 'ok',
    data_current_to: AT,
    backlog_bytes: 0,
    backlog_segments: 0,
    oldest_undelivered_at: null,
    quarantined_segments: 0,
    dropped_bytes: 0,
    append_failures: 0,
  },
  completeness: {
    current_to: AT,
    state: 'current',
    store: 'ok',
    control_plane: 'ok',
    store_replaced_at: null,
    producers: [],
    limits: [],
  },
  requests_last_hour: 1,
  sentry_configured: false,
  public_api_url: 'http://127.0.0.1:8080',
};
const ME = { id: 'local', role: 'admin', may: [...STAFF_ACTIONS], confirm_by: 'token' };
const EMPTY_PAGE = { items: [], next_cursor: null, from: AT, to: AT, data_current_to: AT };

/** Answers by path; whatever has none is refused with an id to quote. */
let answers: Record<string, unknown>;
const asked: string[] = [];

freshBrowser(async (path: string, init?: RequestInit) => {
  asked.push(`${init?.method ?? 'GET'} ${path}`);
  const answer = answers[path.replace('/support/v1/', '').replace(/\?.*/, '')];
  const body = answer ?? {
    error: { code: 'failed', message: 'Broken.', request_id: 'call_dead' },
  };
  return new Response(JSON.stringify(body), { status: answer ? 200 : 500 });
});
beforeEach(() => {
  asked.length = 0;
  answers = {
    status: STATUS,
    me: ME,
    alerts: { items: [] },
    orgs: { items: [{ id: 'org_1', name: 'Lumen <b>Health</b>' }] },
  };
});
describe('the command box', () => {
  it('offers pages, codes and organisations, and opens the first with Enter', async () => {
    const { router } = open('/codes');
    const box = await screen.findByRole('combobox');
    fireEvent.focus(box);
    fireEvent.change(box, { target: { value: 'lum' } });
    await screen.findByRole('option', { name: /Lumen <b>Health<\/b>/ });
    fireEvent.submit(box);
    await waitFor(() => expect(router.state.location.pathname).toBe('/orgs/org_1'));
  });

  it('looks up whatever has a digit in it, and never searches for a secret', async () => {
    const { router } = open('/codes');
    const box = await screen.findByRole('combobox');
    fireEvent.change(box, { target: { value: 'req_70ac81fe9ef7a3c6' } });
    expect(screen.queryByRole('option')).toBeNull();
    fireEvent.submit(box);
    await waitFor(() => expect(router.state.location.pathname).toBe('/r/req_70ac81fe9ef7a3c6'));
    fireEvent.change(box, { target: { value: SECRET } });
    fireEvent.click(await screen.findByRole('option', { name: /Requests of key pcl_live_Ab3f/ }));
    await waitFor(() => expect(router.state.location.href).toContain('key=pcl_live_Ab3f'));
    expect(asked.join() + router.state.location.href).not.toContain(SECRET.slice(0, 14));
  });
});

describe('the explorer', () => {
  it('says that nothing matches, and keeps what the address asks', async () => {
    answers.requests = EMPTY_PAGE;
    answers['requests/facets'] = { ...EMPTY_PAGE, total: 0, facets: [] };
    answers['requests/histogram'] = { ...EMPTY_PAGE, step_s: 60, buckets: [] };
    const { router } = open('/explore?code=no_parcel&code=nonsense&org=org_1&q=%00&junk=1');
    await screen.findByText('No matching requests');
    expect(screen.getByRole('button', { name: 'Remove the filter Code no_parcel' })).toBeTruthy();
    const call = asked.find((each) => each.includes('/requests?'));
    expect(call).toContain('code=no_parcel%2Cnonsense&');
    expect(call).toContain('org=org_1');
    fireEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it('names the failed call of each part and leaves the others alone', async () => {
    answers.requests = EMPTY_PAGE;
    open('/explore');
    await screen.findByText('Filters could not be loaded');
    await screen.findByText('The requests could not be counted');
    await screen.findByText('No matching requests');
    expect(screen.getAllByText('call_dead').length).toBe(2);
  });
});

describe('dashboards', () => {
  it('shows every panel’s failure in its place', async () => {
    open('/dashboards');
    for (const what of ['Errors by code', 'Latency', 'Rate limit use', 'Releases'])
      await screen.findByText(`${what} could not be loaded`);
  });
});

describe('keys', () => {
  it('shows a minted secret once and keeps it nowhere', async () => {
    answers['orgs/org_1'] = { org: { id: 'org_1', name: 'Lumen' }, keys: [KEY] };
    const { client } = open('/orgs/org_1');
    fireEvent.click(await screen.findByRole('button', { name: 'Create a key' }));
    fireEvent.change(screen.getByRole('textbox', { name: /^Name/ }), { target: { value: 'Job' } });
    answers['orgs/org_1/keys'] = {
      id: 'key_2',
      prefix: SECRET.slice(0, 13),
      secret: SECRET,
      scopes: ['meetings:read'],
      expires_at: null,
    };
    fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
    await screen.findByText(SECRET);
    fireEvent.click(screen.getByRole('checkbox', { name: 'I have copied the key' }));
    fireEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(document.body.textContent).not.toContain(SECRET));
    await waitFor(() =>
      expect(
        JSON.stringify(
          client
            .getMutationCache()
            .getAll()
            .map((m) => m.state),
        ),
      ).not.toContain(SECRET),
    );
    expect(JSON.stringify({ ...localStorage })).not.toContain(SECRET);
  });

  it('offers nobody what their role does not include', async () => {
    answers.me = { ...ME, role: 'support', may: ['keys:read'] };
    answers['orgs/org_1'] = { org: { id: 'org_1', name: 'Lumen' }, keys: [KEY] };
    open('/orgs/org_1');
    await screen.findByText('CRM sync');
    expect(screen.queryByRole('button', { name: /Mint|Revoke|Rotate/ })).toBeNull();
  });
});

describe('alerts', () => {
  it('does not call it quiet when nobody watches', async () => {
    answers['alerts/firing'] = {
      items: [],
      engine: {
        evaluating: false,
        evaluator: null,
        judged_to: null,
        telemetry: 'none',
        evaluated_at: AT,
        evaluated_by: 'desk-7',
      },
    };
    open('/alerts');
    await screen.findByText(/No process is evaluating alerts/);
  });

  it('does not call it quiet when it cannot know', async () => {
    open('/alerts');
    await screen.findByText('Firing alerts could not be loaded');
    expect(screen.queryByText('No alerts are firing')).toBeNull();
  });
});
