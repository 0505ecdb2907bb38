import type { Dossier } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';
import { csvLine } from '../http/csv-line.ts';
import { code, prose, table } from './markdown-text.ts';

const COLUMNS = [
  'asked',
  'request_id',
  'result',
  'code',
  'cause',
  'status',
  'at',
  'org',
  'key_prefix',
  'method',
  'route',
  'message',
] as const;
type Column = (typeof COLUMNS)[number];

/** Many answers as CSV (RFC 4180), one id a line. */
export function lookupsCsv({ items }: Lookups): string {
  const lines = items.map((item) => {
    const row = rowOf(item);
    return csvLine(COLUMNS.map((name) => row[name]));
  });
  return [csvLine(COLUMNS), ...lines].join('');
}

/** Many answers as Markdown: groups, then each id. */
export function lookupsMarkdown(answer: Lookups): string {
  const { items, groups = [], suggestions, unread = [], ignored } = answer;
  const found = items.filter((item) => item.found).length;
  const rows = items.map((item) => {
    const { asked, result, code: failed, cause, at, org } = rowOf(item);
    return { id: asked, result, code: failed, cause, at, org };
  });
  return [
    `# ${found} of ${items.length} requests found`,
    ...(ignored > 0 ? [`${ignored} more ids were left out.`] : []),
    ...(groups.length > 0 ? ['## Groups', table(groups)] : []),
    ...(suggestions.length > 0
      ? [
          '## Did you mean',
          suggestions
            .map(
              ({ text, request_id, why }) =>
                `- ${code(request_id)} for ${code(text)}: ${prose(why)}`,
            )
            .join('\n'),
        ]
      : []),
    ...(unread.length > 0
      ? [
          '## Not readable',
          unread.map(({ text, why }) => `- ${code(text)}: ${prose(why)}`).join('\n'),
        ]
      : []),
    ...(rows.length > 0 ? ['## Requests', table(rows)] : []),
  ].join('\n\n');
}

function rowOf(item: Dossier): Readonly<Record<Column, string>> {
  const request = item.found ? item.request : null;
  return {
    asked: item.asked,
    request_id: item.request_id ?? '',
    result: item.found ? 'found' : item.reason,
    code: request?.code ?? '',
    cause: request?.cause ?? '',
    status: request ? String(request.status) : '',
    at: request?.started_at ?? '',
    org: request?.org ?? '',
    key_prefix: request?.key_prefix ?? '',
    method: request?.method ?? '',
    route: request?.route ?? '',
    message: request?.message ?? '',
  };
}
