import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { ErrorCode } from '../catalogue/causes.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { CODE_CASES } from './code-cases.ts';
import { advice, codeHeading, exampleOf } from './code-entry.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { prose } from './prose.ts';

/** `/docs/errors/:code`: what leads to one code, and what to change. */
export function codePage(code: ErrorCode, rateLimit: RateLimit): string {
  const { title, when } = CATALOGUE[code];
  return layout({
    path: `/docs/errors/${code}`,
    title: code,
    description: `${title}: what leads to ${code} of the Meetso API, and what to change.`,
    toc: [
      {
        title: code,
        links: [
          { id: 'cases', label: 'What to change' },
          { id: 'example', label: 'Example' },
        ],
      },
    ],
    body: html`
<p><a href="/docs/errors">All errors</a></p>
<h1 class="c-${code}">${codeHeading(code)}</h1>
<p class="lead">${title}. ${prose(when)}</p>
<div class="entry c-${code}">${advice(code)}</div>
${cases(code)}
<section id="example"><h2><a class="anchor" href="#example">Example</a></h2>
${exampleOf(code, rateLimit)}
<p>Clients that do this: <a href="/docs/clients">curl, TypeScript, Python and Go</a>.</p></section>`,
  });
}

/** What was sent, and what to change, as a table. */
export function casesTable(code: ErrorCode): Html {
  const rows = CODE_CASES[code].map(
    ([sent, change]) => html`<tr><td>${prose(sent)}</td><td>${prose(change)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr><th>What you sent</th><th>What to change</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function cases(code: ErrorCode): Html {
  return html`
<section id="cases"><h2><a class="anchor" href="#cases">What you sent, what to change</a></h2>
<p>The <code>message</code> of the answer says which of these it is.</p>
${casesTable(code)}</section>`;
}
