import type { Dossier, DossierFound, NotFoundReason } from '@request-desk/shared/dossier';
import { NOT_FOUND_REASONS } from '@request-desk/shared/dossier';
import { NOT_FOUND_STATUS } from '@request-desk/shared/not-found-status';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freshBrowser, openConsole as open } from './console.fixture.tsx';

const ID = 'req_70ac81fe9ef7a3c6';
const AT = '2026-09-14T14:02:07.123Z';

const FOUND: DossierFound = {
  found: true,
  request_id: ID,
  trace_id: '70ac81fe9ef7a3c6d4dcb464a2509160',
  asked: ID,
  request: {
    code: 'slow_down',
    cause: 'burst',
    status: 429,
    message: 'Too many requests.',
    org: 'org_1',
    org_name: 'Lumen <b>Health</b>',
    key_id: 'key_1',
    key_prefix: 'pcl_live_ab3f',
    method: 'GET',
    route: '/public/v1/meetings',
    path: '/public/v1/meetings',
    started_at: AT,
    duration_ms: 1.2,
    release: '',
    service: 'parcel-api',
    client: '',
    user_agent: 'curl/8',
    attributes: { 'http.route': '/public/v1/meetings' },
  },
  trace_start: AT,
  spans: [],
  logs: [],
  truncated: { spans: false, logs: false },
  verdict: {
    summary: 'The key made 14 requests in one second; 10 are allowed.',
    claims: [
      {
        text: 'Four requests were refused.',
        evidence: [{ kind: 'requests', label: '4 requests', rows: [{ request_id: ID, used: 14 }] }],
      },
    ],
  },
  remediation: { title: 'Too many requests', meaning: 'Too fast.', steps: ['Use `limit=100`.'] },
  reply: { short: 'Please slow down.', long: 'Dear customer, please slow down.' },
  sentry: { event_id: null, event_url: null, search_url: null },
  context: { retries: null, blast: null, timeline: [], alert: null },
  links: {
    permalink: `/r/${ID}`,
    docs: 'javascript:alert(1)',
    log_query: `grep ${ID}`,
    sentry_query: '',
    clickhouse_query: '',
  },
  data_current_to: '2026-09-14T15:00:00.000Z',
};

function missing(reason: NotFoundReason): Dossier {
  return {
    found: false,
    asked: ID,
    request_id: reason === 'malformed' ? null : ID,
    trace_id: null,
    reason,
    explanation: `Because of ${reason}.`,
    suggestions: reason === 'malformed' ? ['req_0123456789abcdef'] : [],
    retry_after_s: reason === 'too_fresh' ? 1 : null,
    data_current_to: null,
  };
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const refused = json.bind(undefined, 500);
let answer: () => Response;
const asked: string[] = [];

freshBrowser(async (path: string) => {
  asked.push(path);
  return path.includes('/requests/')
    ? answer()
    : refused({ error: { code: 'failed', message: 'No.', request_id: ID } });
});
beforeEach(() => {
  asked.length = 0;
});
describe('the request page', () => {
  it('opens the rows that a sentence of the verdict rests on', async () => {
    answer = () => json(200, FOUND);
    open(`/r/${ID}`);
    await screen.findByRole('heading', { level: 1, name: ID });
    expect(screen.getByText(FOUND.verdict.summary)).toBeTruthy();
    const evidence = screen.getByRole('button', { name: '4 requests' });
    expect(evidence.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(evidence);
    const table = screen.getByRole('table', { name: '4 requests' });
    expect(within(table).getByText('14')).toBeTruthy();
    expect(within(table).getByRole('link', { name: ID }).getAttribute('href')).toBe(`/r/${ID}`);
  });

  it('shows the headline while evidence and reply are still on their way', async () => {
    const stream = new TransformStream<string, string>();
    const writer = stream.writable.getWriter();
    answer = () => new Response(stream.readable.pipeThrough(new TextEncoderStream()));
    open(`/r/${ID}`);
    const early = { ...FOUND, summary_only: true, verdict: { ...FOUND.verdict, claims: [] } };
    void writer.write(`${JSON.stringify(early)}\n`);
    await screen.findByText(FOUND.verdict.summary);
    expect(screen.queryByRole('textbox', { name: 'Reply to the customer' })).toBeNull();
    expect(localStorage.length).toBe(0);
    void writer.write(`${JSON.stringify(FOUND)}\n`);
    void writer.close();
    await screen.findByRole('textbox', { name: 'Reply to the customer' });
    await screen.findByRole('button', { name: '4 requests' });
  });

  it('shows untrusted text as text, and no link that is not http', async () => {
    answer = () => json(200, FOUND);
    open(`/r/${ID}`);
    expect(await screen.findByText('Lumen <b>Health</b>')).toBeTruthy();
    expect(screen.queryByText(/Documentation of the code/)).toBeNull();
  });

  it('copies the edited reply with one key', async () => {
    const written: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: async (text: string) => void written.push(text) },
    });
    answer = () => json(200, FOUND);
    open(`/r/${ID}`);
    const box = await screen.findByRole('textbox', { name: 'Reply to the customer' });
    fireEvent.keyDown(document.body, { key: 'c' });
    fireEvent.click(screen.getByRole('radio', { name: 'Long' }));
    fireEvent.change(box, { target: { value: 'Hello' } });
    fireEvent.keyDown(document.body, { key: 'c' });
    await waitFor(() => expect(written).toEqual(['Please slow down.', 'Hello']));
  });

  it('goes to the canonical id and remembers the lookup', async () => {
    answer = () => json(200, FOUND);
    const { router } = open(`/r/${ID.toUpperCase()}`);
    await waitFor(() => expect(router.state.location.pathname).toBe(`/r/${ID}`));
    expect(localStorage.getItem('request-desk.recent-lookups')).toContain(ID);
  });

  it('never sends an API key from the address', async () => {
    answer = () => json(400, missing('malformed'));
    open(`/r/pcl_live_ab3f${'Z'.repeat(28)}`);
    await screen.findByRole('heading', { level: 1 });
    expect(asked.filter((path) => path.includes('ZZZ'))).toEqual([]);
  });

  it('names the failed call when the server refuses', async () => {
    answer = () =>
      refused({ error: { code: 'failed', message: 'Broken.', request_id: 'req_dead' } });
    open(`/r/${ID}`);
    expect(await screen.findByText('This request could not be looked up')).toBeTruthy();
    expect(screen.getByText('req_dead')).toBeTruthy();
  });
});

describe('a request that is not there', () => {
  const headings = new Map<string, NotFoundReason>();

  it.each(NOT_FOUND_REASONS)('%s has its own screen with the explanation', async (reason) => {
    answer = () => json(NOT_FOUND_STATUS[reason], missing(reason));
    open(`/r/${ID}`);
    await screen.findByText(`Because of ${reason}.`);
    const heading = screen.getByRole('heading', { level: 1 }).textContent ?? '';
    expect(headings.get(heading)).toBeUndefined();
    headings.set(heading, reason);
  });

  it('offers suggestions as links', async () => {
    answer = () => json(400, missing('malformed'));
    open(`/r/${ID}`);
    const link = await screen.findByRole('link', { name: 'req_0123456789abcdef' });
    expect(link.getAttribute('href')).toBe('/r/req_0123456789abcdef');
  });

  it('never calls an outage "not found"', async () => {
    answer = () => json(503, missing('store_unavailable'));
    open(`/r/${ID}`);
    await screen.findByRole('heading', { name: /not possible right now/ });
    const headings = screen.getAllByRole('heading').map((heading) => heading.textContent);
    expect(headings.join()).not.toMatch(/not found|never seen|no request/i);
  });

  it('opens by itself once a fresh request has arrived', async () => {
    let calls = 0;
    answer = () => {
      calls += 1;
      return calls === 1 ? json(404, missing('too_fresh')) : json(200, FOUND);
    };
    open(`/r/${ID}`);
    await screen.findByText('Because of too_fresh.');
    await screen.findByText(FOUND.verdict.summary, undefined, { timeout: 4_000 });
  });
});
