import type { Message, Notice } from '../../server/src/alerts/notifiers/message.ts';

/** A notice about a hostile customer, as the engine and the control plane would put it together. */
export function noticeOf(
  change: Notice['change'],
  values: Partial<Notice['incident']> = {},
): Notice {
  const id = 'req_70ac81fe9ef7a3c6';
  return {
    change,
    incident: {
      id: 'alr_0mabc1234xyz00000000',
      rule: 'errors-500',
      scope: 'route:/public/v1/meetings',
      severity: 'notify',
      title: '500s on /public/v1/meetings',
      state: change === 'ended' ? 'resolved' : 'firing',
      phase: change === 'ended' ? 'resolved' : 'firing',
      started_at: '2026-03-01T10:00:00.000Z',
      fired_at: '2026-03-01T10:00:20.000Z',
      paged_at: null,
      ended_at: change === 'ended' ? '2026-03-01T10:20:00.000Z' : null,
      end_reason: change === 'ended' ? 'resolved' : null,
      sample_request_ids: [id],
      labels: {
        rule: 'errors-500',
        severity: 'notify',
        code: 'internal_error',
        route: '/public/v1/meetings',
        org: '',
        kind: 'route',
      },
      acknowledged: null,
      silenced_by: null,
      clears_at: null,
      budget: null,
      summary: '38 % of requests: 152 of 400 in 20 s, usually 0.10 %',
      ...values,
    },
    evidence: {
      window_s: 20,
      requests: 400,
      errors: 152,
      ratio: 0.38,
      proven_ratio: 0.33,
      usual_ratio: 0.001,
      orgs: ['org_a', 'org_b'],
      org_count: 9,
      routes: ['/public/v1/meetings'],
      releases: ['1.4.2'],
      deployed: null,
      series: [],
    },
    hit: ['<!channel> & "Söhne"\r\nBcc: x@example.com (org_a)', 'Beta (org_b)'],
    links: {
      alert: 'http://127.0.0.1:8081/alerts/alr_0mabc1234xyz00000000',
      silence: 'http://127.0.0.1:8081/alerts/alr_0mabc1234xyz00000000?silence',
      acknowledge: 'http://127.0.0.1:8081/alerts/alr_0mabc1234xyz00000000?acknowledge',
      sentry: 'https://sentry.example/organizations/acme/issues/?query=error_code',
      requests: [{ id, url: `http://127.0.0.1:8081/r/${id}` }],
    },
  };
}

export function messageOf(notices: readonly Notice[], more = 0): Message {
  return {
    id: 'dlv_0mabc1234xyz00000000',
    source: 'meetso-api',
    createdAt: new Date('2026-03-01T10:00:21Z'),
    now: new Date('2026-03-01T10:00:22Z'),
    notices,
    more,
  };
}
