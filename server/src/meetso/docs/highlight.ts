import { escapeHtml } from '../../http/html-escape.ts';
import { Html, html } from './html.ts';

export type Language = 'sh' | 'json' | 'ts' | 'py' | 'go' | 'http';

/** What is coloured, in the order of trial at each place. */
const TOKENS: Readonly<Record<Language, readonly (readonly [kind: string, pattern: string])[]>> = {
  sh: [
    ['comment', '#[^\\n]*'],
    ['string', '"[^"]*"|\'[^\']*\''],
    ['keyword', '\\b(?:curl|export)\\b'],
    ['name', '\\$[A-Z_]+'],
    ['flag', '(?<=\\s)--?[\\w-]+'],
  ],
  json: [
    ['name', '"(?:[^"\\\\]|\\\\.)*"(?=\\s*:)'],
    ['string', '"(?:[^"\\\\]|\\\\.)*"'],
    ['number', '\\b(?:-?\\d[\\d.]*|true|false|null)\\b'],
  ],
  ts: [
    ['comment', '//[^\\n]*|/\\*[\\s\\S]*?\\*/'],
    ['string', '`[^`]*`|"[^"]*"|\'[^\']*\''],
    [
      'keyword',
      '\\b(?:import|export|from|const|let|async|await|function|return|if|for|throw|new|type|interface|class|extends|readonly|constructor|super|this|of|typeof|unknown|string|number|Promise)\\b',
    ],
    ['number', '\\b\\d[\\d_.]*\\b'],
  ],
  py: [
    ['comment', '#[^\\n]*'],
    ['string', '"{3}[\\s\\S]*?"{3}|f?"[^"\\n]*"|f?\'[^\'\\n]*\''],
    [
      'keyword',
      '\\b(?:import|from|class|def|return|if|else|for|in|is|not|or|and|try|except|raise|with|as|None)\\b',
    ],
    ['number', '\\b\\d[\\d_.]*\\b'],
  ],
  go: [
    ['comment', '//[^\\n]*'],
    ['string', '`[^`]*`|"[^"\\n]*"'],
    [
      'keyword',
      '\\b(?:package|import|func|return|if|for|type|struct|var|nil|string|byte|error|int)\\b',
    ],
    ['number', '\\b\\d[\\d_.]*\\b'],
  ],
  http: [
    ['keyword', '^HTTP/1\\.1 \\d{3}'],
    ['name', '^[A-Za-z-]+(?=:)|"(?:[^"\\\\]|\\\\.)*"(?=\\s*:)'],
    ['string', '"(?:[^"\\\\]|\\\\.)*"'],
  ],
};

/** A block of code with a button that copies it. */
export function codeBlock(language: Language, title: string, code: string): Html {
  return html`<figure class="code"><figcaption><span>${title}</span><button type="button" class="copy" aria-label="Copy: ${title}">Copy</button></figcaption><pre tabindex="0"><code>${coloured(language, code)}</code></pre></figure>`;
}

function coloured(language: Language, code: string): Html {
  const tokens = TOKENS[language];
  const any = new RegExp(tokens.map(([, pattern]) => `(${pattern})`).join('|'), 'gm');
  let [text, end] = ['', 0];
  for (const match of code.matchAll(any)) {
    const kind = tokens[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? '';
    text += escapeHtml(code.slice(end, match.index));
    text += `<i class="t-${kind}">${escapeHtml(match[0])}</i>`;
    end = match.index + match[0].length;
  }
  return new Html(text + escapeHtml(code.slice(end)));
}
