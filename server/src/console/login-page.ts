import { hash } from 'node:crypto';
import { escapeHtml } from '../http/html-escape.ts';
import type { LoginWays } from './login-form.ts';

/** What the policy lets in: the style element of the sign-in form and nothing else. */
export function loginStyleHash(): string {
  return `sha256-${hash('sha256', STYLE, 'base64')}`;
}

/** The sign-in page, without scripts; `fault` says why the last try failed. */
export function loginPage(next: string, ways: LoginWays, fault: string | undefined): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sign in · Request Desk</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>Request Desk</h1>
      ${fault === undefined ? '' : `<p class="fault" role="alert">${escapeHtml(fault)}</p>`}
      ${ways.provider === undefined ? '' : providerLink(next, ways.provider)}
      ${ways.tokenIs === undefined ? '' : tokenForm(next, ways.tokenIs)}
    </main>
  </body>
</html>
`;
}

function providerLink(next: string, host: string): string {
  const href = `/login/oidc?next=${encodeURIComponent(next)}`;
  return `<a class="button" href="${escapeHtml(href)}">Sign in with ${escapeHtml(host)}</a>`;
}

function tokenForm(next: string, tokenIs: string): string {
  return `<form method="post" action="/login">
        <input type="hidden" name="next" value="${escapeHtml(next)}" />
        <label for="token">Staff token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus />
        <p class="hint">The one in <code>${escapeHtml(tokenIs)}</code>.</p>
        <button>Sign in</button>
      </form>`;
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100dvh; display: grid; place-items: center;
    background: light-dark(#f7f7f8, #101114); color: light-dark(#17181c, #ececf1); }
  main { width: min(22rem, calc(100vw - 2rem)); padding: 1.75rem; border-radius: 14px;
    background: light-dark(#fff, #18191e); border: 1px solid light-dark(#e2e3e8, #2b2d35); }
  h1 { margin: 0; font-size: 1.25rem; }
  label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input { box-sizing: border-box; width: 100%; padding: .55rem .7rem; font: inherit; color: inherit;
    background: transparent; border: 1px solid light-dark(#8b8e9a, #6b6e7a); border-radius: 8px; }
  button, .button { display: block; box-sizing: border-box; margin-top: 1rem; width: 100%; padding: .6rem; font: inherit; font-weight: 600;
    border: 0; border-radius: 8px; background: #3b5bdb; color: #fff; cursor: pointer;
    text-align: center; text-decoration: none; }
  .hint { margin: .35rem 0 0; font-size: .85rem; color: light-dark(#5b5e6b, #a6a9b6); }
  :is(input, button, .button):focus-visible { outline: 2px solid #5c7cfa; outline-offset: 2px; }
  .fault { color: light-dark(#b42318, #ff8f85); }`;
