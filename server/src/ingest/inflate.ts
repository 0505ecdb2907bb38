import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { systemCode } from '@request-desk/shared/system-code';
import { malformed, tooLarge, unsupported } from './ingest-error.ts';
import { atMost } from './limits.ts';

const inflate = promisify(gunzip);
/** Two at a time: what a bomb may unfold to is held at most twice. */
const queued = atMost(2);

/** The body without its Content-Encoding, at most `limit` bytes. Throws Refusal. */
export async function inflated(
  body: Buffer,
  encoding: string | undefined,
  limit: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || encoding === '') {
    if (body.length > limit) throw tooLarge(`the body is larger than ${limit} bytes`);
    return body;
  }
  if (encoding !== 'gzip')
    throw unsupported(`Content-Encoding ${encoding} is not supported; use gzip`);
  return await queued(async () => {
    try {
      return await inflate(body, { maxOutputLength: limit });
    } catch (error) {
      if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') {
        throw tooLarge(`the body unfolds to more than ${limit} bytes`);
      }
      throw malformed('the body is not gzip');
    }
  });
}
