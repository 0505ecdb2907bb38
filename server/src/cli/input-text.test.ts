import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inputText } from './input-text.ts';

const LINE = 'Anfrage über req_70ac81fe9ef7a3c6 fällt\r\n';
const wide = Buffer.from(LINE, 'utf16le');

it.each([
  ['UTF-8', Buffer.from(LINE)],
  ['UTF-8 with BOM', Buffer.from(`\ufeff${LINE}`)],
  ['Latin-1', Buffer.from(LINE, 'latin1')],
  ['UTF-16LE', wide],
  ['UTF-16LE with BOM', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
  ['UTF-16BE', Buffer.from(wide).swap16()],
])('reads %s', (_name, bytes) => expect(inputText(bytes)).toBe(LINE));

it('refuses what is compressed', () => expect(inputText(gzipSync(LINE))).toBeUndefined());

const CASES = new URL('../../../../shared/cases/', import.meta.url);

describe.skipIf(!existsSync(CASES))('shared cases', () => {
  it.each(['cli-latin1.txt', 'cli-utf16le-bom.txt'])('%s', (name) =>
    expect(inputText(readFileSync(new URL(name, CASES)))).toContain('req_a8dfefd5f03b86d4'),
  );
  it('cli-log.gz', () =>
    expect(inputText(readFileSync(new URL('cli-log.gz', CASES)))).toBeUndefined());
});
