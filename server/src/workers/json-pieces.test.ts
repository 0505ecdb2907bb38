import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

async function piecesOf(value: object, depth: number): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of jsonPieces(value, depth)) pieces.push(piece);
  return pieces;
}

it('writes what JSON.stringify writes, at each depth', async () => {
  const values = fc.oneof(
    fc.object({
      withNullPrototype: false,
      values: [fc.string(), fc.double(), fc.constant(undefined)],
    }),
    fc.array(fc.anything({ withBigInt: false, withDate: false, maxDepth: 3 })),
  );
  await fc.assert(
    fc.asyncProperty(values, fc.nat(4), async (value, depth) => {
      expect((await piecesOf(value, depth)).join('')).toBe(JSON.stringify(value));
    }),
  );
});

it('writes a long list in many pieces, and lets others work in between', async () => {
  let turned = 0;
  const counting = setInterval(() => turned++, 0);
  const spans = Array.from({ length: 10_000 }, (_, n) => ({ n, text: 'x'.repeat(4_000) }));
  const pieces = await piecesOf({ spans }, 2);
  clearInterval(counting);
  expect(pieces.length).toBeGreaterThan(500);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
  expect(turned).toBeGreaterThan(0);
});
