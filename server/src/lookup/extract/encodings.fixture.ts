/** What tools do to a whole text on its way to a support desk, as they encode. */

type Encoding = readonly [name: string, encode: (text: string) => string];

const ESC = '\u001b';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const lines = (text: string, width: number, end = '\n') =>
  text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), `$1${end}`);
const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const json = (text: string) => JSON.stringify(text);
const ascii = (text: string) =>
  json(text).replace(/[^\n -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quoted = (text: string) => text.replace(/(^|\n)/g, '$1> ');

/** RFC 2045, 6.7, with lines of at most `width` characters, broken anywhere but within an escape. */
function quotedPrintable(text: string, width = 76): string {
  const broken = text.split(/\r?\n/).map((line) => {
    const tokens = [...Buffer.from(line)].map((byte) =>
      byte >= 32 && byte < 127 && byte !== 61
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    let out = '';
    let length = 0;
    for (const token of tokens) {
      if (length + token.length >= width) {
        out += '=\r\n';
        length = 0;
      }
      out += token;
      length += token.length;
    }
    return out;
  });
  return broken.join('\r\n');
}

function rtf(text: string): string {
  const body = text.replace(/[\\{}]/g, '\\$&').replace(/\r?\n/g, '\\par\n');
  return `{\\rtf1\\ansi ${body.replace(/[^\n -~]/g, (one) => `\\u${one.charCodeAt(0)}?`)}\\par}`;
}

const cString = (text: string) =>
  `"${[...Buffer.from(text)]
    .map((byte) => {
      if (byte === 10) return '\\n';
      if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
      return byte >= 32 && byte < 127
        ? String.fromCharCode(byte)
        : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('')}"`;

const mail = (encoding: string, body: string) =>
  `Subject: help\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n` +
  `Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
const multipart = (body: string) =>
  `Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\n${body}--b1--\r\n`;
const har = (content: object) =>
  JSON.stringify({ log: { entries: [{ response: { content } }] } }, null, 2);

/** Fifty ways. */
export const ENCODINGS: readonly Encoding[] = [
  ['CRLF', (text) => text.replace(/\r?\n/g, '\r\n')],
  ['JSON', json],
  ['JSON in JSON', (text) => json(JSON.stringify({ body: text }))],
  ['JSON in ASCII alone', ascii],
  ['JSON in ASCII, twice', (text) => ascii(ascii(text))],
  ['NDJSON', (text) => `{"n":1}\n${JSON.stringify({ msg: `at\n${text}\tend` })}\n{"n":2}`],
  ['a Python literal', (text) => `'${json(text).slice(1, -1).replaceAll("'", "\\'")}'`],
  ['a C string', cString],
  ['a URL', (text) => `https://desk.test/?q=${encodeURIComponent(text)}&x=1`],
  ['a URL, twice', (text) => encodeURIComponent(`a=${encodeURIComponent(`\n${text}`)}`)],
  ['a form', (text) => new URLSearchParams({ a: 'b', text: `\n${text}\n` }).toString()],
  ['HTML', (text) => `<p>${html(text)}</p>`],
  ['HTML with <br>', (text) => html(`Hello\n${text}`).replaceAll('\n', '<br/>')],
  [
    'HTML, numbers',
    (text) => [...text].map((one) => (/\w/.test(one) ? one : `&#${one.codePointAt(0)};`)).join(''),
  ],
  [
    'XML, hexadecimal',
    (text) =>
      `&#xA;${[...text]
        .map((one) => (/\w/.test(one) ? one : `&#x${one.codePointAt(0)?.toString(16)};`))
        .join('')}&#xA;`,
  ],
  ['HTML, twice', (text) => html(html(text))],
  ['a table of spans', (text) => text.replace(/\S+/g, (w) => `<span class="x">${html(w)}</span>`)],
  ['quoted-printable', (text) => mail('quoted-printable', quotedPrintable(text))],
  ...[7, 8, 11, 13, 17, 20].map(
    (width): Encoding => [`quoted-printable of ${width}`, (text) => quotedPrintable(text, width)],
  ),
  ['quoted-printable, =3D before', (text) => quotedPrintable(`a=${text}\n=${text}`)],
  ['quoted-printable, quoted', (text) => quoted(quotedPrintable(text, 30))],
  ['HTML in quoted-printable', (text) => quotedPrintable(`<td class="a">${html(text)}</td>`, 40)],
  ['quoted-printable in JSON', (text) => json(quotedPrintable(text, 24))],
  ['base64', base64],
  ['base64 in lines', (text) => mail('base64', lines(base64(text), 76, '\r\n'))],
  ['base64 in short lines', (text) => lines(base64(text), 60)],
  ['base64 in a part', (text) => multipart(mail('base64', lines(base64(text), 76, '\r\n')))],
  ['base64, quoted', (text) => quoted(lines(base64(`Dear support,\n${text}`), 64))],
  ['base64 in JSON', (text) => json(mail('base64', lines(base64(text), 76)))],
  ['base64, twice', (text) => base64(`body: ${base64(text)}`)],
  ['base64 of UTF-16', (text) => utf16(text).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['a data URL', (text) => `data:text/plain;base64,${base64(text)}`],
  ['HAR', (text) => har({ mimeType: 'application/json', text })],
  ['HAR, base64', (text) => har({ encoding: 'base64', text: base64(text) })],
  ['UTF-16LE', (text) => latin1(utf16(text))],
  ['UTF-16LE with BOM', (text) => latin1(Buffer.concat([Buffer.from([255, 254]), utf16(text)]))],
  ['UTF-16BE', (text) => latin1(utf16(text).swap16())],
  ['Latin-1 for UTF-8', (text) => latin1(Buffer.from(text))],
  ['colours', (text) => `${ESC}[31m${text}${ESC}[0m`],
  ['colours of words', (text) => text.replace(/\S+/g, `${ESC}[1;31m$&${ESC}[39m`)],
  ['colours in JSON', (text) => ascii(`${ESC}[31m${text}${ESC}[0m`)],
  ['colours as \\x1b', (text) => `\\x1b[31m${text}\\x1b[0m`],
  ['colours as \\033', (text) => `\\033[31m${text}\\033[0m`],
  ['colours as ^[', (text) => `^[[31m${text}^[[0m`],
  ['colours without ESC', (text) => `[31m${text}[0m`],
  ['RTF', rtf],
  ['quoted', quoted],
  ['quoted thrice', (text) => text.replace(/(^|\n)/g, '$1> > > ')],
  ['CSV', (text) => `1,"${text.replaceAll('"', '""')}",x`],
  ['Slack', (text) => `*bot*: ${html(text)} :fire:`],
  ['Slack link', (text) => `<https://desk.test/?q=${encodeURIComponent(text)}|open it>`],
  ['Jira', (text) => `{noformat}${text}{noformat}`],
  ['Markdown escapes', (text) => text.replace(/[\\_*[\]<>]/g, '\\$&')],
  ['emphasis', (text) => `**_${text}_**`],
  ['a table cell', (text) => `|${text}|429|`],
];
