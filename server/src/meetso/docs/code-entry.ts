import { STATUS_CODES } from 'node:http';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { ErrorCode } from '../catalogue/causes.ts';
import type { Retry } from '../catalogue/code-entry.ts';
import { envelopeText } from '../error-answer.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { ERROR_EXAMPLES, type ErrorExample, exampleMessage } from './error-examples.ts';
import { codeBlock } from './highlight.ts';
import { type Html, html } from './html.ts';
import { SAMPLE_ID } from './openapi/headers.ts';
import { prose } from './prose.ts';

/** How a code is repeated: its colour, in a table, and in a sentence. */
export const RETRY: Readonly<Record<Retry, readonly [style: string, short: string, long: string]>> =
  {
    never: [
      'never',
      'No',
      'Do not repeat the call: it fails again. Fix the request, and show the code to the people who set up the integration.',
    ],
    after_retry_after: [
      'wait',
      'After Retry-After',
      'Repeat the call after exactly as many seconds as `Retry-After` says; it is then accepted.',
    ],
    backoff: [
      'backoff',
      'With backoff',
      'Repeat the call after 1 s, 2 s and 4 s, about three attempts in all, or as `Retry-After` says. Then contact support with the id.',
    ],
  };

/** The code with its status. */
export function codeHeading(code: ErrorCode): Html {
  const { status } = CATALOGUE[code];
  return html`<code>${code}</code> <span class="status">${status} ${STATUS_CODES[status] ?? ''}</span>`;
}

/** What to do about a code. */
export function advice(code: ErrorCode): Html {
  const { nextStep, retry } = CATALOGUE[code];
  return html`<div class="do"><p><strong>What to do.</strong> ${prose(nextStep)}</p><p>${prose(RETRY[retry][2])}</p></div>`;
}

/** A call that is answered with the code, and the answer. */
export function exampleOf(code: ErrorCode, rateLimit: RateLimit): Html {
  const example = { ...ERROR_EXAMPLES[code], message: exampleMessage(code, rateLimit) };
  return html`<div class="pair">${codeBlock('sh', example.what, curlOf(example))}${codeBlock('http', 'Answer', answerOf(code, example))}</div>`;
}

function curlOf({ method, path, key, body }: ErrorExample): string {
  const lines = [`curl -i "$MEETSO_API${path}"`];
  if (method === 'POST') lines.push('-X POST');
  if (key !== 'none') lines.push('-H "Authorization: Bearer $MEETSO_KEY"');
  if (body) lines.push('-H "Content-Type: application/json"', `-d '${body}'`);
  return lines.join(' \\\n  ');
}

function answerOf(code: ErrorCode, example: ErrorExample): string {
  const { status } = CATALOGUE[code];
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': SAMPLE_ID,
    link: `</docs/errors#${code}>; rel="help"`,
    ...example.headers,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const body = envelopeText(code, example.message, SAMPLE_ID);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...head,
    '',
    JSON.stringify(JSON.parse(body), null, 2),
  ].join('\n');
}
