import { expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

it('is the checksum that RFC 3720 defines', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
});
