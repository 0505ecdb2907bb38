import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlock, type Language } from './highlight.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';

const EXAMPLES: readonly (readonly [file: string, language: Language, name: string])[] = [
  ['meetso.sh', 'sh', 'curl'],
  ['meetso.ts', 'ts', 'TypeScript'],
  ['meetso.py', 'py', 'Python'],
  ['meetso.go', 'go', 'Go'],
];
const read = (file: string) => readFileSync(join(import.meta.dirname, 'examples', file), 'utf8');

/** `/docs/clients`: a client in each of four languages, which repeats what may be repeated. */
export function clientsPage(): string {
  return layout({
    path: '/docs/clients',
    title: 'Clients',
    description: 'Clients of the Meetso API in curl, TypeScript, Python and Go.',
    toc: [
      {
        title: 'Clients',
        links: [
          { id: 'law', label: 'What they do' },
          ...EXAMPLES.map(([file, , name]) => ({ id: idOf(file), label: name })),
        ],
      },
    ],
    body: html`${law()}${EXAMPLES.map(([file, language, name]) => section(file, language, name))}`,
  });
}

function law(): Html {
  return html`
<h1>Clients</h1>
<p class="lead">Four small clients to copy. They need nothing but what their language brings along.</p>
<section id="law"><h2><a class="anchor" href="#law">What they do</a></h2>
<ul>
<li>They repeat <strong>429</strong> after <code>Retry-After</code>, and <strong>5xx</strong> or no whole answer after half a second, one and two, each with some jitter (curl: one, two and four seconds). Nothing else is repeated: the same call would fail again.</li>
<li>A <code>POST</code> carries one <code>Idempotency-Key</code> for all of its attempts, so that <a href="/docs/errors#idempotency">nothing is created twice</a>.</li>
<li>A failure has the <code>code</code> to branch on and the <code>request_id</code> to quote. The page of a proxy in between is a failure like others, not a crash of the parser.</li>
<li>Send <code>x-client-request-id</code> if you have an id of your own for a call: 1 to 128 letters, digits, dots, colons, <code>-</code> or <code>_</code>. The answer carries it, and support finds the call by it.</li>
<li>If your program sends <code>traceparent</code>, support finds its calls by your own trace id, too.</li>
</ul></section>`;
}

function section(file: string, language: Language, name: string): Html {
  const id = idOf(file);
  return html`
<section id="${id}"><h2><a class="anchor" href="#${id}">${name}</a></h2>
${codeBlock(language, file, read(file).trimEnd())}</section>`;
}

function idOf(file: string): string {
  return `client-${file.split('.').at(-1)}`;
}
