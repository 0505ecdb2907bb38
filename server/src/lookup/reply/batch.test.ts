import { expect, it } from 'vitest';
import { sourcesOf } from '../../../../testkit/replies/reply-sources.ts';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { NO_CONTEXT } from '../context.ts';
import { batchReplies } from './batch.ts';

const WRITER = { profile: MEETSO_PROFILE, ends: { greeting: 'Hi,', signature: 'Maren' } };

function found(n: number, org: string, code: string | null, cause: string | null, address = '') {
  const id = `req_${String(n).padStart(16, '0')}`;
  const { facts } = sourcesOf(code ?? '', cause ?? '', {
    attributes: { 'client.address': address },
  });
  const request = { ...facts.request, code, cause, org, org_name: org && `Name of ${org}` };
  return {
    found: true as const,
    request_id: id,
    trace_id: '',
    asked: id,
    request,
    trace_start: request.started_at,
    spans: [],
    logs: [],
    truncated: { spans: false, logs: false },
    remediation: null,
    verdict: { summary: '', claims: [] },
    reply: null,
    context: NO_CONTEXT,
    sentry: { event_id: null, event_url: null, search_url: null },
    links: { permalink: '', docs: null, log_query: '', sentry_query: '', clickhouse_query: '' },
    data_current_to: null,
  };
}

it('never puts ids of two organisations, or of two unknown callers, into one reply', () => {
  const items = [
    found(1, 'org_a', 'rate_limited', 'burst'),
    found(2, 'org_b', 'not_found', 'absent'),
    found(3, 'org_a', null, null),
    found(4, 'org_b', 'not_found', 'other_org'),
    found(5, '', 'unauthorized', 'header_missing', '198.51.100.1'),
    found(6, '', 'unauthorized', 'header_missing', '198.51.100.2'),
  ];
  const replies = batchReplies(WRITER, items, 0);
  expect(replies.map(({ org, requests, failed }) => [org, requests, failed])).toEqual([
    ['org_b', 2, 2],
    ['org_a', 2, 1],
    ['', 1, 1],
    ['', 1, 1],
  ]);
  for (const { org, replies: byLocale } of replies)
    for (const { short, long } of Object.values(byLocale))
      for (const item of items)
        if (item.request.org !== org) expect(short + long).not.toContain(item.request_id);
  // About one request alone it is the single reply that names it.
  expect(replies[2]?.replies.en?.short).toMatch(/^About the request req_0+[56] of /);
  // What is absent and what is another's are one group.
  expect(replies[0]?.replies.en?.short).toContain('2 × There is nothing with this id');
});

it('says failures before successes, the most frequent first, and begins and ends as configured', () => {
  const items = [
    ...Array.from({ length: 51 }, (_, n) => found(n + 1, 'org_a', null, null)),
    ...Array.from({ length: 12 }, (_, n) => found(n + 100, 'org_a', 'rate_limited', 'burst')),
    found(200, 'org_a', 'internal_error', 'exception'),
  ];
  const [only] = batchReplies(WRITER, items, 0);
  const text = only?.replies.en?.long ?? '';
  expect(text).toMatch(
    /^Hi,\n\nThank you for the request ids. We looked at 64 requests; 13 of them failed.\n\n12 × Your API key/,
  );
  expect(text.indexOf('1 × We are sorry')).toBeLessThan(text.indexOf('51 succeeded'));
  expect(text).toContain('… and 2 more');
  expect(text.endsWith('Kind regards\nMaren')).toBe(true);
  expect(only?.replies.de?.long).toContain('51 waren erfolgreich');
});

it('says in which languages the text of an open incident is that it quotes', () => {
  const fault = (n: number, ended: string | null, texts: Record<string, string>) => {
    const status = { status_text: Object.values(texts)[0] ?? null, status_texts: texts };
    const alert = { id: 'alr_1', title: '', since: '2026-11-24T13:00:00.000Z', ended, ...status };
    const item = found(n, 'org_a', 'internal_error', 'exception');
    return { ...item, context: { ...NO_CONTEXT, alert } };
  };
  const quoted = (...items: ReturnType<typeof fault>[]) => {
    const [only] = batchReplies(WRITER, items, Date.parse('2026-11-24T15:00:00Z'));
    return { languages: only?.known_issue_in, en: only?.replies.en?.long };
  };
  const english = { en: 'A database is away.' };
  const german = quoted(
    fault(1, null, { de: 'Eine Datenbank fehlt.' }),
    fault(2, null, { de: '…' }),
  );
  expect(german.languages).toEqual(['de']);
  expect(german.en).toContain('Eine Datenbank fehlt.');
  const both = fault(1, null, { ...english, de: 'Eine Datenbank fehlt.' });
  expect(quoted(both, fault(2, null, english)).languages).toEqual(['en']);
  expect(quoted(fault(1, '2026-11-24T14:00:00.000Z', english)).languages).toEqual([]);
});
