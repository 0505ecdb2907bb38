import sharp from 'sharp';
import { expect, it } from 'vitest';
import { smallPng } from './small-png.ts';

const [WIDTH, HEIGHT] = [400, 300];
const RGB = 3;
const DOT = { x: 50, y: 50, colour: [220, 38, 38] };

/** Blue and grey shades, as of letters, and one dot of red. */
function screenshot(): Promise<Buffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * RGB);
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const shade = (at * 7) % 200;
    pixels.set(at % 3 === 0 ? [shade, shade, 255 - (at % 90)] : [shade, shade, shade], at * RGB);
  }
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    pixels.set(DOT.colour, ((DOT.y + y) * WIDTH + DOT.x + x) * RGB);
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: RGB } })
    .png()
    .toBuffer();
}

it('makes a screenshot smaller, and leaves a small dot its colour', async () => {
  const png = await screenshot();
  const small = await smallPng(png);
  expect(small.length).toBeLessThan(png.length / 2);
  const { data, info } = await sharp(small)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([WIDTH, HEIGHT]);
  const at = (DOT.y * WIDTH + DOT.x) * RGB;
  const apart = DOT.colour.map((value, channel) => Math.abs(value - (data[at + channel] ?? 0)));
  expect(Math.max(...apart)).toBeLessThan(12);
  const colours = new Set(
    Array.from({ length: WIDTH * HEIGHT }, (_, n) => data.readUIntBE(n * RGB, RGB)),
  );
  expect(colours.size).toBeLessThanOrEqual(256);
});
