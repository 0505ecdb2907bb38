import { CATALOGUE } from '../catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../catalogue/causes.ts';
import { API_VERSION } from '../catalogue/version.ts';
import { envelopeText } from '../error-answer.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { advice, codeHeading, exampleOf, RETRY } from './code-entry.ts';
import { ERROR_EXAMPLES, HTTP_FAULTS } from './error-examples.ts';
import { codeBlock } from './highlight.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { SAMPLE_ID } from './openapi/headers.ts';
import { prose } from './prose.ts';

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
          { id: 'versions', label: 'Versions' },
          { id: 'support', label: 'Asking support' },
        ],
      },
    ],
    body: html`${intro()}${summary()}${retrying()}${idempotency()}${ERROR_CODES.map((code) => entry(code, rateLimit))}${faults()}${keys()}${versions()}${support()}`,
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
<li><strong>Any other 4xx</strong>: never. Fix the request, and surface <code>error.code</code> to the people who set up the integration.</li>
</ul>
<p>Clients that do this, to copy: <a href="/docs/clients">curl, TypeScript, Python and Go</a>. Have you got an answer that you do not understand? <a href="/docs/inspect">Paste it</a>.</p></section>`;
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
<li><code>GET</code>, <code>PATCH</code> and <code>DELETE</code> need none: repeated, they come to the same. A <code>DELETE</code> that is repeated after it worked is answered <a href="#not_found"><code>not_found</code></a>.</li>
</ul></section>`;
}

function entry(code: ErrorCode, rateLimit: RateLimit): Html {
  const { title, when } = CATALOGUE[code];
  const reasons = ERROR_EXAMPLES[code].reasons.map((reason) => html`<li>${prose(reason)}</li>`);
  return html`
<section id="${code}" class="entry c-${code}">
<h2><a class="anchor" href="#${code}">${codeHeading(code)}</a></h2>
<p class="title">${title}</p>
<p>${prose(when)}</p>
${advice(code)}
<h3>Common reasons</h3>
<ul>${reasons}</ul>
<p><a href="/docs/errors/${code}">What you sent, what to change</a></p>
<h3>Example</h3>
${exampleOf(code, rateLimit)}
</section>`;
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

function versions(): Html {
  return html`
<section id="versions"><h2><a class="anchor" href="#versions">Versions</a></h2>
<p>Every answer says the version of the API in <code>API-Version</code>, such as <code>${API_VERSION}</code>. The major version stands in the path: within <code>v1</code> there are only additions, such as new paths, new optional parameters and new fields of answers. Codes, statuses and what is there stay as they are, so ignore what you do not know.</p>
<p>Should a path ever go away, its answers say so long before: <code>Deprecation</code> tells since when it should not be used, <code>Sunset</code> when it ends, and a <code>Link</code> with <code>rel="deprecation"</code> what to use instead.</p></section>`;
}

function support(): Html {
  return html`
<section id="support"><h2><a class="anchor" href="#support">Asking support</a></h2>
<p>Send the <code>request_id</code>, or the <code>x-client-request-id</code> that you gave the call. From it we see what happened, when and why, without asking for anything else. Never send an API key: its first 13 characters are enough to name it.</p>
</section>`;
}
