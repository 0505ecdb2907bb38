/** Ways in which a request id reaches a support desk: what stands around it, and what was done to it. */

type Shape = readonly [name: string, around: (id: string) => string];
type Damage = readonly [name: string, done: (id: string) => string];

/** Characters between the digits: `at` counts from the start of the whole id. */
const insert = (text: string, at: number) => (id: string) => id.slice(0, at) + text + id.slice(at);
const everywhere = (text: string) => (id: string) => [...id].join(text);

/** What mail, chat, logs, tools and people put around an id. */
export const AROUND: readonly Shape[] = [
  ['alone', (id) => id],
  ['in a sentence', (id) => `We got an error, the id is ${id}. Can you help?`],
  ['in quotes', (id) => `The id is "${id}", it says.`],
  ['in typographic quotes', (id) => `Die Kennung „${id}“ kam zurück.`],
  ['in parentheses', (id) => `Still broken (${id}), since 9 am`],
  ['in backticks', (id) => `see \`${id}\` please`],
  ['in angle brackets', (id) => `Ticket <${id}> reopened`],
  [
    'a quoted mail',
    (id) => `On Monday Maren wrote:\n> Hi,\n>\n> > request ${id}\n> failed.\n> Bye`,
  ],
  ['a signature follows', (id) => `${id}\n-- \nMaren Voss\nFernhill Labs\n+49 30 901820`],
  ['a JSON envelope', (id) => `{"error":{"code":"not_found","message":"x","request_id":"${id}"}}`],
  ['JSON in JSON', (id) => `{"body":"{\\"request_id\\":\\"${id}\\"}"}`],
  ['a JavaScript object', (id) => `{ code: 'not_found', requestId: '${id}' }`],
  [
    'curl -v',
    (id) =>
      `< HTTP/1.1 404 Not Found\n< content-type: application/json\n< x-request-id: ${id}\n<\n* Connection #0 left intact`,
  ],
  ['a header', (id) => `X-Request-Id: ${id}`],
  ['a header list', (id) => `[["x-request-id","${id}"],["date","Tue"]]`],
  [
    'a log line',
    (id) => `2026-11-25T01:02:03.456Z ERROR [sync-7] call failed request_id=${id} status=429`,
  ],
  ['logfmt in quotes', (id) => `level=error request_id="${id}" msg="no luck"`],
  [
    'a stack trace',
    (id) =>
      `MeetsoError: 500 internal_error (${id})\n    at Client.list (client.ts:88:11)\n    at async main`,
  ],
  ['a Python exception', (id) => `meetso.errors.NotFound: not found [request_id=${id}]`],
  ['CSV', (id) => `time;code;id\n09:01;429;${id}\n09:02;200;`],
  ['CSV with commas', (id) => `a,b,"${id}",c`],
  ['a Markdown table', (id) => `| id | code |\n|---|---|\n| ${id} | 429 |`],
  ['a Markdown link', (id) => `[${id}](https://desk.example/r/1)`],
  ['a permalink', (id) => `https://desk.example/r/${id}`],
  ['a query string', (id) => `https://desk.example/search?q=${id}&x=1`],
  ['a path with more behind', (id) => `https://desk.example/r/${id}/trace#span`],
  ['HTML', (id) => `<p>The id is <b>${id}</b>.</p>`],
  ['an HTML attribute', (id) => `<a href="/r/${id}">here</a>`],
  ['XML', (id) => `<request><id>${id}</id></request>`],
  ['YAML', (id) => `error:\n  request_id: ${id}\n  code: not_found`],
  ['a chat message', (id) => `@support hey :wave: ${id} <- this one again!!1`],
  ['a list', (id) => `failing:\n- ${id}\n- (that is all)`],
  ['right-to-left text', (id) => `שלום, המזהה הוא ${id} תודה`],
  ['Japanese', (id) => `リクエスト${id}が失敗しました`],
  ['Cyrillic prose', (id) => `Ошибка при запросе ${id}, помогите`],
  ['a template', (id) => `Reference: {{${id}}}`],
  ['a shell variable', (id) => `RID=${id}; curl $URL`],
  ['after a colon', (id) => `id:${id}`],
  ['after a hash', (id) => `ticket #4411, req#${id}`],
  ['twice', (id) => `${id} and again ${id}`],
];

/** What happens to the id itself; it must be read all the same. */
export const HARMLESS: readonly Damage[] = [
  ['as it was', (id) => id],
  ['upper case', (id) => id.toUpperCase()],
  ['mixed case', (id) => `Req_${id.slice(4, 12).toUpperCase()}${id.slice(12)}`],
  ['a zero-width space', insert('\u200b', 9)],
  ['zero-width joiners', everywhere('\u200d')],
  ['a soft hyphen', insert('\u00ad', 12)],
  ['bidi marks', (id) => `\u202a${id}\u202c`],
  ['a byte order mark', (id) => `\ufeff${id}`],
  ['a word break tag', insert('<wbr>', 10)],
  ['marked by a search', (id) => `${id.slice(0, 4)}<mark>${id.slice(4)}</mark>`],
  ['URL-encoded', (id) => id.replace('_', '%5F')],
  ['URL-encoded twice', (id) => id.replace('_', '%255f')],
  ['an HTML entity', (id) => id.replace('_', '&#95;')],
  ['a named entity', (id) => id.replace('_', '&lowbar;')],
  ['&shy;', insert('&shy;', 8)],
  ['a JSON escape', (id) => id.replace('_', '\\u005f')],
  ['a Markdown escape', (id) => id.replace('_', '\\_')],
  ['quoted-printable', (id) => id.replace('_', '=5F')],
  [
    'full width',
    (id) => id.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  ],
  ['a dash for the underscore', (id) => id.replace('_', '-')],
  ['terminal colours', (id) => `\u001b[31m${id}\u001b[0m`],
  ['a variation selector', insert('\ufe0f', 7)],
];

/** An id that a mail client or terminal broke over two lines. */
export const WRAPPED: readonly Damage[] = [
  ['a soft break', insert('=\n', 12)],
  ['a soft break in a quoted mail', insert('=\r\n> ', 12)],
  ['a quoted line', insert('\n> ', 12)],
  ['a nested quote', insert('\n> > ', 12)],
  ['an indented line', insert('\n    ', 12)],
  ['a shell continuation', insert('\\\n', 12)],
  ['CRLF', insert('\r\n', 12)],
];

/** What cannot be read for sure: it is offered, never assumed. */
export const DAMAGED: readonly Damage[] = [
  ['a letter O', (id) => id.replace('0', 'O')],
  ['a letter l', (id) => id.replace('1', 'l')],
  ['a Cyrillic c', (id) => `${id.slice(0, 4)}${id.slice(4).replace('c', 'с')}`],
  ['one digit short', (id) => id.slice(0, -1)],
  ['half of it', (id) => id.slice(0, 12)],
  ['one digit too many', (id) => `${id}a`],
  ['groups of four', (id) => `req_${id.slice(4).replace(/(.{4})(?=.)/g, '$1 ')}`],
  ['two halves', (id) => `${id.slice(0, 12)}-${id.slice(12)}`],
  ['a word glued to it', (id) => `${id}Thanks`],
  ['without req_', (id) => `request_id=${id.slice(4)}`],
  ['a space for the underscore', (id) => id.replace('_', ' ')],
];

/** Text without any request id of ours. */
export const NONE: readonly string[] = [
  'It does not work, please help',
  'req. no. 4711 of last week, see the requirements',
  'The request failed and the requester re-requested',
  'req_',
  'req_id is missing',
  'my_req_test_case_1',
  'prereq_70ac81fe9ef7a3c6',
  'UUID 3f2b8c1e-9d4a-4e7b-8a61-0c5d2f9e7b13',
  'md5 9e107d9d372bb6826bd81d3542a419d6',
  'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'commit da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'span_id=70ac81fe9ef7a3c6',
  'key mts_live_ab3f',
  'mtg_abcdefghij0123456789',
  'req_0000000000000000',
  'trace_id=00000000000000000000000000000000',
  'order 70ac81fe9ef7a3c6 shipped',
  'https://example.com/req/70ac81fe',
  '00-0af7651916cd43dd8448eb211c80319c',
  'color #ff00aa, 0xdeadbeefdeadbeef',
];
