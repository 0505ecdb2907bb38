import { expect, it } from 'vitest';
import { MEETSO_PROFILE } from '../../meetso/profile.ts';
import { openPasteReader } from './paste-reader.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const ID = 'req_70ac81fe9ef7a3c6';
const body = (text: string) => Buffer.from(JSON.stringify({ text }));

it('reads a short paste here and a long one in a thread, with the same result', async () => {
  const reader = openPasteReader(MEETSO_PROFILE);
  try {
    const short = await reader.read(body(`it says ${ID} there`), NOW);
    expect(reader.elsewhere).toBe(0);
    const long = await reader.read(body(`${'\\'.repeat(40_000)} it says ${ID} there`), NOW);
    expect(reader.elsewhere).toBe(1);
    expect(long.ids).toEqual(short.ids);
    expect(short.ids).toHaveLength(1);
  } finally {
    await reader.close();
  }
});

it.each([
  ['no JSON', Buffer.from('{"text"')],
  ['24 MB of no JSON', Buffer.alloc(24 * 2 ** 20, '[')],
  ['another field', Buffer.from('{"text":"x","y":1}')],
  ['no text', Buffer.from('{}')],
])('refuses %s in words', async (_, bytes) => {
  const reader = openPasteReader(MEETSO_PROFILE);
  try {
    await expect(reader.read(bytes, NOW)).rejects.toMatchObject({ status: 400 });
  } finally {
    await reader.close();
  }
});

it('gives up a text that takes too long', async () => {
  const reader = openPasteReader(MEETSO_PROFILE, 300);
  try {
    const slow = body('\\x41'.repeat(2_000_000));
    await expect(reader.read(slow, NOW)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('too long'),
    });
  } finally {
    await reader.close();
  }
});
