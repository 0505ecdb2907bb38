import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Html, html } from './html.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const STYLE = ['base.css', 'content.css', 'chrome.css'].map(read).join('');
const SCRIPT = read('script.js');
const source = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`;

/** Nothing but the page's own style and script runs, and the page loads nothing else. */
export const DOCS_CSP =
  `default-src 'none'; img-src data:; style-src ${source(STYLE)}; script-src ${source(SCRIPT)}; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A link in the table of contents: to a section of the page, coloured if it is one of a code. */
interface TocLink {
  readonly id: string;
  readonly label: string;
  readonly code?: boolean;
}

interface Page {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly toc: readonly { readonly title: string; readonly links: readonly TocLink[] }[];
  readonly body: Html;
}

const PAGES = [
  ['/docs/errors', 'Errors'],
  ['/docs/rate-limits', 'Rate limits'],
  ['/docs/clients', 'Clients'],
  ['/docs/inspect', 'Inspect'],
  ['/openapi.json', 'OpenAPI'],
] as const;

/** A whole documentation page, in one piece: no further request is needed to read it. */
export function layout({ path, title, description, toc, body }: Page): string {
  const nav = PAGES.map(([to, label]) =>
    to === path
      ? html`<a href="${to}" aria-current="page">${label}</a>`
      : html`<a href="${to}">${label}</a>`,
  );
  const contents = toc.map((group) => html`<p>${group.title}</p>${group.links.map(tocLink)}`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Meetso API</title>
<meta name="description" content="${description}">
<link rel="icon" type="image/svg+xml" href="${ICON}">
<style>${new Html(STYLE)}</style>
<script>${new Html(SCRIPT)}</script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><div class="bar">
<a class="brand" href="/docs/errors" aria-label="Meetso API">${LOGO}<span>Meetso API</span></a>
<nav aria-label="Pages">${nav}</nav>
<button type="button" class="theme" aria-label="Switch between light and dark">${THEME_ICON}</button>
</div></header>
<div class="page">
<nav class="toc" aria-label="On this page">${contents}</nav>
<main id="content">
${body}
<footer>Questions? Write to support and quote the <code>request_id</code>; it is all we need to find your call.</footer>
</main>
</div>
</body>
</html>`.text;
}

function tocLink({ id, label, code }: TocLink): Html {
  return code
    ? html`<a href="#${id}"><span class="dot c-${id}"></span><code>${label}</code></a>`
    : html`<a href="#${id}">${label}</a>`;
}

const MARK =
  '<rect width="32" height="32" rx="8" fill="#4650dd"/><g fill="#fff"><rect x="7" y="8" width="13" height="4" rx="2"/><rect x="12" y="14" width="13" height="4" rx="2" opacity=".8"/><rect x="16" y="20" width="6" height="4" rx="2" opacity=".6"/></g>';
/** In the page itself: a browser that asked for /favicon.ico would be an error event. */
const ICON = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${MARK}</svg>`)}`;
const LOGO = new Html(`<svg viewBox="0 0 32 32" aria-hidden="true">${MARK}</svg>`);
const THEME_ICON = new Html(
  '<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M9 2.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor"/></svg>',
);
