import type { Random } from '../random.ts';

/** What a payload is made for. */
type PayloadKind = 'xss' | 'sql' | 'template' | 'path' | 'ssrf' | 'header' | 'csv' | 'terminal';

export interface Payload {
  readonly kind: PayloadKind;
  readonly text: string;
}

/** In every page that a payload opens a window or a variable of this name shows that it ran. */
export const RAN = 'payload_ran';
/** The product that a template engine would write instead of its factors. */
export const EVALUATED = String(1337 * 7919);
/** A header that no listener of ours sends. */
export const INJECTED = 'x-injected';

const RUN = `window.${RAN}=1`;
const SEEDS: Readonly<Record<Exclude<PayloadKind, 'ssrf'>, readonly string[]>> = {
  xss: [
    `<script>${RUN}</script>`,
    `"><script>${RUN}</script>`,
    `<img src=x onerror=${RUN}>`,
    `<svg/onload=${RUN}>`,
    `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
    `<iframe srcdoc="<script>parent.${RAN}=1</script>">`,
    `javascript:${RUN}`,
    `[x](javascript:${RUN})`,
    `![x](x" onerror="${RUN})`,
    `</script><script>${RUN}</script>`,
    `</title><script>${RUN}</script>`,
    `</textarea><img src=x onerror=${RUN}>`,
    `' onmouseover='${RUN}' x='`,
    `" autofocus onfocus="${RUN}" x="`,
    `<details open ontoggle=${RUN}>`,
    `<a href="data:text/html,<script>opener.${RAN}=1</script>">x</a>`,
    `<math><mtext></mtext><mglyph><style><img src=x onerror=${RUN}>`,
    `{"__proto__":{"innerHTML":"<img src=x onerror=${RUN}>"}}`,
    `__proto__`,
    `constructor`,
    `\u2028${RUN}//`,
    `<base href="//evil.example/">`,
    `<meta http-equiv=refresh content="0;url=//evil.example/">`,
    `<link rel=stylesheet href=//evil.example/x>`,
    `<form action=//evil.example/><button>go`,
  ],
  sql: [
    `' OR '1'='1`,
    `'; DROP TABLE api_requests; --`,
    `" OR ""="`,
    `1) UNION SELECT name FROM system.tables --`,
    `1 AND (SELECT sleep(3))`,
    `'||pg_sleep(3)||'`,
    `\\'; SELECT 1; --`,
    `%' AND throwIf(1) AND '%'='`,
    `{org: String}`,
    `$1`,
    `?`,
    `') SETTINGS max_execution_time=0 --`,
    `' INTO OUTFILE '/tmp/x' FORMAT CSV --`,
    `x' AND url('http://127.0.0.1:1/','CSV')='`,
    `\u0000'`,
  ],
  template: [
    '{{1337*7919}}',
    `\${1337*7919}`,
    '#{1337*7919}',
    '<%= 1337*7919 %>',
    '{{constructor.constructor("return 1337*7919")()}}',
    '*{1337*7919}',
    '@(1337*7919)',
    `[[\${1337*7919}]]`,
    '{request_id}{message}{{greeting}}',
    '%{1337*7919}',
  ],
  path: [
    '../../../../etc/passwd',
    '..%2f..%2f..%2f..%2fetc%2fpasswd',
    '..\\..\\..\\etc\\passwd',
    '/etc/passwd',
    'file:///etc/passwd',
    '%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '..%252f..%252fetc%252fpasswd',
    '....//....//etc/passwd',
    'assets/..%5c..%5cetc%5cpasswd',
    '/proc/self/environ',
    '..%c0%af..%c0%afetc/passwd',
    'index.html%00.js',
  ],
  header: [
    `x\r\n${INJECTED}: 1`,
    `x\n${INJECTED}: 1`,
    `x%0d%0a${INJECTED}:%201`,
    `x%0a${INJECTED}:1`,
    `x\u560d\u560a${INJECTED}: 1`,
    `x\r\n\r\n<html>`,
    `x\u0085${INJECTED}: 1`,
    'host.evil.example',
    `//evil.example/%0d%0a${INJECTED}:1`,
  ],
  csv: [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '=HYPERLINK("http://evil.example","x")',
    `=cmd|'/C calc'!A0`,
    '\t=1+1',
    '\r=1+1',
    ' =1+1',
    'a;=1+1',
    'a,=1+1',
    'a"\n=1+1',
    '\uff1d1+1',
    '\u200b=1+1',
  ],
  terminal: [
    '\u001b[31mred',
    '\u001b]0;title\u0007',
    '\u001b[2J\u001b[H',
    '\u001b]8;;http://evil.example\u0007x\u001b]8;;\u0007',
    '\u009b31m',
    '\u001bP$q"p\u001b\\',
    'a\rb',
    'a\u0008\u0008b',
    '\u202egnp.exe',
    '\u2066x\u2069',
    'x\u0007',
    '\u001b[5i',
  ],
};

/** The kinds take turns; each payload is a seed, mutated. `ssrf` leads to `target`. */
export function payloads(random: Random, count: number, target: string): Payload[] {
  const seeds: Readonly<Record<PayloadKind, readonly string[]>> = {
    ...SEEDS,
    ssrf: ssrf(new URL(target)),
  };
  const kinds = Object.keys(seeds) as PayloadKind[];
  return Array.from({ length: count }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? 'xss';
    const list = seeds[kind];
    // Each seed once as it is, before any is mutated.
    const round = Math.floor(n / kinds.length);
    const seed = list[round % list.length] ?? '';
    return { kind, text: round < list.length ? seed : mutated(random, seed) };
  });
}

function ssrf({ port, pathname }: URL): string[] {
  const rest = `:${port}${pathname}`;
  return [
    `http://127.0.0.1${rest}`,
    `http://localhost${rest}`,
    `http://[::1]${rest}`,
    `http://0.0.0.0${rest}`,
    `http://2130706433${rest}`,
    `http://0x7f.1${rest}`,
    `http://017700000001${rest}`,
    `http://[::ffff:127.0.0.1]${rest}`,
    `http://evil@127.0.0.1${rest}`,
    `http://127.0.0.1${rest}#@example.com`,
    `//127.0.0.1${rest}`,
    `http://127.1${rest}?url=http://example.com`,
    `\\\\127.0.0.1${rest.replaceAll('/', '\\')}`,
    `gopher://127.0.0.1${rest}`,
  ];
}

const MUTATIONS: readonly ((text: string, random: Random) => string)[] = [
  (text) => encodeURIComponent(text.toWellFormed()),
  (text) => text.replace(/[a-z]/g, (c) => (c.charCodeAt(0) % 2 ? c.toUpperCase() : c)),
  (text, random) => `${random.text(1 + random.below(12), 'abc xyz"\'<>&;,|\\')}${text}`,
  (text, random) => `${text}${random.text(1 + random.below(12), '"\'<>&;,|\\)}]')}`,
  (text) => text.replaceAll('<', '<<'),
  (text) => `${text}${text}`,
  (text) => text.replace(/[<>"'=]/g, (c) => `&#${c.charCodeAt(0)};`),
  (text) => text.replace(/[<>"'=]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  (text) => text.replaceAll(' ', '/**/'),
  (text) => JSON.stringify(text),
];

function mutated(random: Random, seed: string): string {
  let text = seed;
  for (let n = 0; n <= random.below(3); n++)
    text = MUTATIONS[random.below(MUTATIONS.length)]?.(text, random) ?? text;
  return text;
}
