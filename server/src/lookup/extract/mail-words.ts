import { bytesText } from './quoted-printable.ts';

const WORD = String.raw`=\?[\w.:-]{1,40}(?:\*[\w-]{1,20})?\?`;
/** An encoded word; white space before the next one is no part of the text. RFC 2047, 2 and 6.2. */
const ENCODED = new RegExp(
  `${WORD}([bq])\\?([^?\\s]{0,600})\\?=(?:(?:\\r?\\n)?[ \\t]{1,8}(?=${WORD}[bq]\\?))?`,
  'gi',
);

/** Whether a header of a mail in `text` holds encoded words. */
export function hasEncodedWords(text: string): boolean {
  return text.search(ENCODED) >= 0;
}

/** Text with the encoded words of mail headers read. Linear time. */
export function decodeEncodedWords(text: string): string {
  return text.replace(ENCODED, (_, encoding: string, encoded: string) =>
    /b/i.test(encoding)
      ? bytesText(Buffer.from(encoded, 'base64').toString('hex'))
      : encoded
          .replaceAll('_', ' ')
          .replace(/(?:=[0-9a-f]{2})+/gi, (run) => bytesText(run.replaceAll('=', ''))),
  );
}

/** A link as Proofpoint's URL Defense writes it, version 2: `-XX` for a sign, `_` for a slash. */
const DEFENDED = /urldefense\.proofpoint\.com\/v2\/url\?u=[\w.-]{1,2000}/gi;

/** Text with what is in links of URL Defense as it was. */
export function withoutUrlDefense(text: string): string {
  return text.replace(DEFENDED, (link) =>
    link
      .replaceAll('_', '/')
      .replace(/-[0-9a-f]{2}/gi, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16))),
  );
}
