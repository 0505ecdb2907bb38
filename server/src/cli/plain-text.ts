import type { Dossier, DossierFound } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { toOneLine } from '@request-desk/shared/one-line';

/** One answer for a terminal. */
export function plainAnswer(answer: Dossier): string {
  if (!answer.found) {
    const perhaps = answer.suggestions.map((id) => `  perhaps ${id}`);
    return `${[`${answer.asked}: not found (${answer.reason})`, toOneLine(answer.explanation), ...perhaps].join('\n')}\n`;
  }
  const { request, verdict, remediation, reply, links, sentry } = answer;
  const lines = [
    headline(answer),
    ...(request
      ? [
          `  ${request.method} ${toOneLine(request.path)}  ${request.started_at}  ${request.duration_ms} ms`,
          `  org ${toOneLine(request.org_name || request.org || '-')}  key ${toOneLine(request.key_prefix || '-')}  release ${toOneLine(request.release)}`,
        ]
      : []),
    ...(answer.client_trace
      ? [`  made in the client’s own trace ${toOneLine(answer.client_trace)}`]
      : []),
    ...(answer.others?.length ? [`  also ${answer.others.map(toOneLine).join(' ')}`] : []),
    '',
    toOneLine(verdict.summary),
    ...verdict.claims.map(
      ({ text, staff_only }) => `  - ${staff_only ? '[staff only] ' : ''}${toOneLine(text)}`,
    ),
    ...(remediation ? ['', 'What to do', ...remediation.steps.map((step) => `  - ${step}`)] : []),
    ...(reply
      ? ['', 'Reply', ...reply.short.split('\n').map((line) => `  ${toOneLine(line)}`)]
      : []),
    '',
    `  ${links.permalink}`,
    ...(sentry.event_url ? [`  ${sentry.event_url}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Many answers, one a line. */
export function plainAnswers({ items }: Lookups): string {
  return items
    .map((item) =>
      item.found ? `${headline(item)}\n` : `${item.asked}  not found (${item.reason})\n`,
    )
    .join('');
}

function headline({ request_id, request }: DossierFound): string {
  if (request === null) return `${request_id}  a trace without a request event`;
  const outcome = request.code ? `${request.code}/${request.cause ?? '?'}` : 'success';
  return `${request_id}  ${request.status} ${outcome}`;
}
