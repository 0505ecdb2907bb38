import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MOST_COLOURS = 256;
/** So many are kept whatever they are. */
const MOST_FREQUENT = 96;
const ALIKE = 220;
const RGB = 3;

/**
 * A screenshot with at most 256 colours: the most frequent of those that differ. The others, shades at
 * the edges of letters, become the nearest of these. About a third of the size, and the eye sees no difference.
 * Takes what Chromium writes: eight bits a channel, no alpha, not interlaced.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, data } = chunksOf(png);
  const pixels = unfiltered(inflateSync(data), width * RGB, height);
  const { palette, placeOf } = paletteOf(pixels);
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const place = placeOf.get(pixels.readUIntBE(pixel * RGB, RGB)) ?? 0;
    lines[Math.floor(pixel / width) + 1 + pixel] = place;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): { width: number; height: number; data: Buffer } {
  const parts: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const size = png.readUInt32BE(at);
    const [type, body] = [
      png.toString('latin1', at + 4, at + 8),
      png.subarray(at + 8, at + 8 + size),
    ];
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body.toString('hex', 8) !== '0802000000') throw new Error('not a plain RGB picture');
    }
    if (type === 'IDAT') parts.push(body);
    at += size + 12;
  }
  return { width, height, data: Buffer.concat(parts) };
}

/** Undoes the line filters of PNG. */
function unfiltered(lines: Buffer, stride: number, height: number): Buffer {
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < RGB ? 0 : (pixels[at - RGB] ?? 0);
      const up = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = x < RGB || y === 0 ? 0 : (pixels[at - stride - RGB] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[at] = (lines[at + y + 1] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function paletteOf(pixels: Buffer): { palette: Buffer; placeOf: ReadonlyMap<number, number> } {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += RGB) {
    const colour = pixels.readUIntBE(at, RGB);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const colours = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const kept = distinctOf(colours);
  const palette = Buffer.alloc(kept.length * RGB);
  for (const [place, colour] of kept.entries()) palette.writeUIntBE(colour, place * RGB, RGB);
  return { palette, placeOf: new Map(colours.map((colour) => [colour, nearest(kept, colour)])) };
}

function nearest(kept: readonly number[], colour: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, other] of kept.entries()) {
    const distance = apart(colour, other);
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

/** Frequency alone would spend the palette on greys and lose a dot of red. */
function distinctOf(colours: readonly number[]): readonly number[] {
  const [frequent, rare] = [colours.slice(0, MOST_FREQUENT), colours.slice(MOST_FREQUENT)];
  const kept = [...frequent];
  for (const colour of rare) {
    if (kept.length === MOST_COLOURS) break;
    if (kept.every((other) => apart(colour, other) > ALIKE)) kept.push(colour);
  }
  return kept;
}

/** Square of the distance of two colours. */
function apart(one: number, other: number): number {
  const steps = [16, 8, 0].map((shift) => ((one >> shift) & 255) - ((other >> shift) & 255));
  return steps.reduce((sum, step) => sum + step * step, 0);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, check]);
}
