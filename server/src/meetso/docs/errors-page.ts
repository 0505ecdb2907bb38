import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { CatalogueEntry, Retry } from '../catalogue/catalogue-entry.ts';
import { ERROR_CODES } from '../catalogue/causes.ts';
import { envelopeText } from '../error-answer.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import {
  ERROR_EXAMPLES,
  type ErrorExample,
  exampleMessage,
  HTTP_FAULTS,
} from './error-examples.ts';
import { codeBlock } from './highlight.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { prose } from './prose.ts';

const CLIENT = readFileSync(join(import.meta.dirname, 'example-client.ts'), 'utf8');
const SAMPLE_ID = 'req_70ac81fe9ef7a3c6';

const RETRY: Readonly<Record<Retry, readonly [style: string, short: string, long: string]>> = {
  never: [
    'never',
    'No',
    'Do not repeat the call: it fails again. Fix the request, and show the code to whoever set up the integration.',
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

/** `/docs/errors`, generated from the catalogue. */
export function errorsPage(rateLimit: RateLimit): string {
  return layout({
    path: '/docs/errors',
    title: 'Errors',
    description: 'The envelope, the eight codes of the Meetso API, and when to retry.',
    toc: [
      {
        title: 'Basics',
        links: [
          { id: 'envelope', label: 'The envelope' },
          { id: 'codes', label: 'The eight codes' },
          { id: 'retrying', label: 'Retrying' },
          { id: 'idempotency', label: 'Repeating a POST' },
        ],
      },
      {
        title: 'Codes',
        links: ERROR_CODES.map((code) => ({ id: code, label: code, code: true })),
      },
      {
        title: 'More',
        links: [
          { id: 'http-faults', label: 'Faults of HTTP' },
          { id: 'keys', label: 'Keys and organisations' },
          { id: 'support', label: 'Asking support' },
        ],
      },
    ],
    body: html`${intro()}${summary()}${retrying()}${idempotency()}${ERROR_CODES.map((code) => entry(CATALOGUE[code], rateLimit))}${faults()}${keys()}${support()}`,
  });
}

function intro(): Html {
  const body = JSON.stringify(
    JSON.parse(envelopeText('not_found', ERROR_EXAMPLES.not_found.message, SAMPLE_ID)),
    null,
    2,
  );
  return html`
<h1>Errors</h1>
<p class="lead">Every call that fails is answered with the same envelope, one of eight stable codes, and an id that names your call. That holds for whatever you send, and for whatever goes wrong on our side.</p>
<section id="envelope"><h2><a class="anchor" href="#envelope">The envelope</a></h2>
${codeBlock('json', 'Body of every error', body)}
<ul>
<li><code>code</code> is what your program branches on. The eight codes and their statuses never change within <code>v1</code>.</li>
<li><code>message</code> is for people: it says what to fix. Don’t parse it, its wording changes.</li>
<li><code>request_id</code> names this one call. It also stands in the header <code>x-request-id</code>, which successful answers carry too. Log it.</li>
</ul>
<p>The <code>Link</code> header leads to the section of the code on this page. An answer to <code>HEAD</code> has no body: status, <code>x-request-id</code> and <code>Link</code> say the same.</p>
</section>`;
}

function summary(): Html {
  const rows = ERROR_CODES.map((code) => {
    const { status, title, retry } = CATALOGUE[code];
    const [style, short] = RETRY[retry];
    return html`<tr class="c-${code}"><td class="num">${status}</td><th scope="row"><a href="#${code}"><code>${code}</code></a></th><td>${title}</td><td class="${style}">${short}</td></tr>`;
  });
  return html`
<section id="codes"><h2><a class="anchor" href="#codes">The eight codes</a></h2>
<div class="scroll" tabindex="0"><table>
<thead><tr><th class="num">Status</th><th>Code</th><th>Meaning</th><th>Retry</th></tr></thead>
<tbody>${rows}</tbody>
</table></div></section>`;
}

function retrying(): Html {
  return html`
<section id="retrying"><h2><a class="anchor" href="#retrying">Retrying</a></h2>
<ul>
<li><strong>429</strong>: wait as long as <code>Retry-After</code> says, then go on at a lower pace. See <a href="/docs/rate-limits">rate limits</a>.</li>
<li><strong>5xx</strong>: repeat with backoff, 1 s → 2 s → 4 s, at most about three attempts. If it still fails, send us the id.</li>
<li><strong>Any other 4xx</strong>: never. Fix the request, and surface <code>error.code</code> to whoever wired up the integration.</li>
</ul>
${codeBlock('ts', 'TypeScript: a client that does this', CLIENT.trimEnd())}</section>`;
}

function idempotency(): Html {
  return html`
<section id="idempotency"><h2><a class="anchor" href="#idempotency">Repeating a POST</a></h2>
<p>Send <code>Idempotency-Key</code> with every <code>POST</code>: text of your own, 1 to 255 printable ASCII characters without spaces, such as a UUID. Make a new one for each new call and keep it for its retries. Within 24 hours a call with the same key and the same body gets the answer of the first one, with <code>Idempotency-Replayed: true</code>, and nothing is created twice.</p>
<ul>
<li>Only successes are kept. After an error, the same key carries the call out.</li>
<li>With another body the key is refused: <a href="#invalid_request"><code>invalid_request</code></a>.</li>
<li>A call that comes while the first one is still under way waits for it; if that takes too long, it is answered <a href="#internal_error"><code>internal_error</code></a> with <code>Retry-After</code>.</li>
<li>Keys are of your organisation: the same one from two API keys names the same call.</li>
</ul></section>`;
}

function entry(
  { code, status, title, when, nextStep, retry }: CatalogueEntry,
  rateLimit: RateLimit,
): Html {
  const example = { ...ERROR_EXAMPLES[code], message: exampleMessage(code, rateLimit) };
  const reasons = example.reasons.map((reason) => html`<li>${prose(reason)}</li>`);
  return html`
<section id="${code}" class="entry c-${code}">
<h2><a class="anchor" href="#${code}"><code>${code}</code></a> <span class="status">${status} ${STATUS_CODES[status] ?? ''}</span></h2>
<p class="title">${title}</p>
<p>${prose(when)}</p>
<div class="do"><p><strong>What to do.</strong> ${prose(nextStep)}</p><p>${prose(RETRY[retry][2])}</p></div>
<h3>Common reasons</h3>
<ul>${reasons}</ul>
<h3>Example</h3>
<div class="pair">${codeBlock('sh', example.what, curlOf(example))}${codeBlock('http', 'Answer', answerOf(code, status, example))}</div>
</section>`;
}

function curlOf({ method, path, key, body }: ErrorExample): string {
  const lines = [`curl -i "$MEETSO_API${path}"`];
  if (method === 'POST') lines.push('-X POST');
  if (key !== 'none') lines.push('-H "Authorization: Bearer $MEETSO_KEY"');
  if (body) lines.push('-H "Content-Type: application/json"', `-d '${body}'`);
  return lines.join(' \\\n  ');
}

function answerOf(code: CatalogueEntry['code'], status: number, example: ErrorExample): string {
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

function faults(): Html {
  const rows = HTTP_FAULTS.map(
    ([fault, usual, code]) =>
      html`<tr class="c-${code}"><td>${prose(fault)}</td><td class="num">${usual}</td><td class="num">${CATALOGUE[code].status} <a href="#${code}"><code>${code}</code></a></td></tr>`,
  );
  return html`
<section id="http-faults"><h2><a class="anchor" href="#http-faults">Faults of HTTP</a></h2>
<p>There are no other statuses. What elsewhere has a status of its own is one of the eight codes here, with a message that says what to fix.</p>
<div class="scroll" tabindex="0"><table>
<thead><tr><th>What happened</th><th>Elsewhere</th><th>Here</th></tr></thead>
<tbody>${rows}</tbody>
</table></div></section>`;
}

function keys(): Html {
  return html`
<section id="keys"><h2><a class="anchor" href="#keys">Keys and organisations</a></h2>
<p>Mint keys in <strong>Settings → API Keys</strong>. A key is shown once; store it where your secrets live. To rotate one, mint a new key, deploy it, and revoke the old one. A revoked key stops working within 2 seconds.</p>
${codeBlock('sh', 'Before you try the examples', 'export MEETSO_API="https://api.meetso.example"\nexport MEETSO_KEY="mts_live_…"')}
<p>A key sees its own organisation and nothing else. What belongs to another organisation is <a href="#not_found"><code>not_found</code></a>, as if it did not exist: same bytes, same time. If you work for several organisations and get this for an id that you know, check whose key you are using.</p>
</section>`;
}

function support(): Html {
  return html`
<section id="support"><h2><a class="anchor" href="#support">Asking support</a></h2>
<p>Send the <code>request_id</code>. From it we see what happened, when and why, without asking for anything else. Never send an API key: its first 13 characters are enough to name it.</p>
</section>`;
}
