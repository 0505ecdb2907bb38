import type { Random } from '../../testkit/random.ts';
import { type ApiDescription, type FuzzFixtures, wholeRequest } from './requests.ts';

/** Sound HTTP on a connection that is used as few clients do. */
export interface OddSocket {
  readonly kind: 'pipeline' | 'half-close' | 'expect' | 'upload';
  readonly parts: readonly Buffer[];
  /** The sending side is shut right after the last byte. */
  readonly halfClose: boolean;
}

const MB = 2 ** 20;

/** Pipelines, requests that end with the sending side, bodies that are announced, and large uploads. */
export function oddSocket(random: Random, api: ApiDescription, fixtures: FuzzFixtures): OddSocket {
  const kind = random.one(['pipeline', 'half-close', 'half-close', 'expect', 'upload'] as const);
  const whole = () => {
    for (;;) {
      const { bytes, head } = wholeRequest(random, api, fixtures);
      if (!head) return bytes;
    }
  };
  switch (kind) {
    case 'pipeline': {
      const many = Array.from({ length: random.int(2, 5) }, whole);
      return { kind, parts: [Buffer.concat(many)], halfClose: false };
    }
    case 'half-close':
      return { kind, parts: [whole()], halfClose: true };
    case 'expect': {
      const body = Buffer.from(
        '{"title":"a","starts_at":"2031-05-06T07:08:09Z","duration_minutes":1}',
      );
      const parts = [post(random, fixtures, body.length, 'expect: 100-continue\r\n'), body];
      return { kind, parts, halfClose: false };
    }
    case 'upload': {
      const size = random.chance(0.1) ? random.int(5 * MB, 20 * MB) : random.int(MB / 8, 2 * MB);
      const body = Buffer.alloc(size, 'x');
      return { kind, parts: [post(random, fixtures, size, ''), body], halfClose: false };
    }
  }
}

function post(random: Random, fixtures: FuzzFixtures, length: number, more: string): Buffer {
  const key = random.one(random.chance(0.8) ? fixtures.keys : fixtures.deadKeys);
  const head = `POST /public/v1/meetings HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${key}\r\n`;
  return Buffer.from(
    `${head}content-type: application/json\r\ncontent-length: ${length}\r\n${more}\r\n`,
  );
}
