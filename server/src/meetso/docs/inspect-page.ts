import { CATALOGUE } from '../catalogue/catalogue.ts';
import { ERROR_CODES, type ErrorCode } from '../catalogue/causes.ts';
import { advice, codeHeading } from './code-entry.ts';
import { casesTable } from './code-page.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

/**
 * `/docs/inspect`: paste an answer, read what to change. The text stays in the browser, and nothing of
 * it becomes markup: the script only chooses one of the sections that are there and shows the id.
 */
export function inspectPage(): string {
  return layout({
    path: '/docs/inspect',
    title: 'Inspect an error',
    description: 'Paste an answer of the Meetso API and read what to change.',
    toc: [{ title: 'Inspect', links: [{ id: 'paste', label: 'Paste an answer' }] }],
    body: html`
<h1>Inspect an error</h1>
<p class="lead">Paste what you got: the body, the whole answer, or a line of your log. It stays in this browser.</p>
<section id="paste">
<label for="inspected">The answer</label>
<textarea id="inspected" class="inspected" rows="8" spellcheck="false" autocomplete="off"></textarea>
<p class="outcome" role="status" data-none="No code of the API stands in this text. Paste the body of the answer, or choose the code on the page of errors." data-code="This is about the code" data-id="Quote this id to support:"></p>
</section>
${ERROR_CODES.map(section)}
<noscript><p>This page reads the text with a script of its own. Without it, choose the code on <a href="/docs/errors">the page of errors</a>.</p></noscript>`,
  });
}

function section(code: ErrorCode): Html {
  return html`
<section class="entry inspection c-${code}" data-of="${code}" hidden>
<h2>${codeHeading(code)}</h2>
<p class="title">${CATALOGUE[code].title}</p>
${advice(code)}
${casesTable(code)}
<p><a href="/docs/errors/${code}">More about <code>${code}</code></a></p>
</section>`;
}
