import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { DAY_MS } from '@request-desk/shared/durations';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';
import type { ListPosition } from './meetings-repository.ts';

/** The query that a cursor belongs to; it must come back unchanged. */
export interface CursorQuery {
  readonly orgId: string;
  /** What is listed, with its filters. */
  readonly list: string;
  readonly limit: number;
}

/** What a cursor holds: where the next page begins, and when the first page was read. */
export interface CursorState {
  readonly firstPageAt: number;
  readonly after: ListPosition;
}

const VALID_MS = DAY_MS;
const [IV, TAG, BIND, ID, HEAD] = [12, 16, 8, 24, 16];
/** A multiple of three: then base64url has no unused bits, and no second spelling. */
const BYTES = IV + HEAD + ID + BIND * 2 + TAG;

/** Seals and opens cursors: AES-256-GCM, so that nobody reads, builds or alters one. */
export class Cursors {
  readonly #key: Buffer;
  readonly #bindKey: Buffer;

  constructor(secret: Buffer) {
    const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', use, 32));
    this.#key = derive('cursor encryption');
    this.#bindKey = derive('cursor binding');
  }

  seal({ firstPageAt, after }: CursorState, query: CursorQuery): string {
    const iv = randomBytes(IV);
    const plain = Buffer.alloc(HEAD + ID + BIND * 2);
    plain.writeDoubleBE(firstPageAt, 0);
    plain.writeDoubleBE(after.at.getTime(), 8);
    plain.write(after.id, HEAD, ID, 'latin1');
    Buffer.concat(this.#bindings(query)).copy(plain, HEAD + ID);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** Throws `invalid_cursor` for anything that `seal` did not make for this query, or long ago. */
  open(text: string, query: CursorQuery, now: number): CursorState {
    const bytes = /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
    if (bytes.length !== BYTES || text.length !== (BYTES / 3) * 4) throw refused('undecodable');
    const plain = this.#decrypted(bytes);
    if (plain === undefined) throw refused('forged');
    const [org, rest] = this.#bindings(query);
    const bound = plain.subarray(HEAD + ID);
    if (!org.equals(bound.subarray(0, BIND))) throw refused('forged');
    if (!rest.equals(bound.subarray(BIND))) throw refused('other_query');
    const firstPageAt = plain.readDoubleBE(0);
    if (now - firstPageAt > VALID_MS) throw refused('expired');
    return {
      firstPageAt,
      after: {
        at: new Date(plain.readDoubleBE(8)),
        id: plain.toString('latin1', HEAD, HEAD + ID),
      },
    };
  }

  #decrypted(bytes: Buffer): Buffer | undefined {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV));
    decipher.setAuthTag(bytes.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]);
    } catch {
      return undefined;
    }
  }

  #bindings({ orgId, list, limit }: CursorQuery): [Buffer, Buffer] {
    const bind = (text: string) =>
      createHmac('sha256', this.#bindKey).update(text).digest().subarray(0, BIND);
    return [bind(orgId), bind(`${list}\n${limit}`)];
  }
}

/** One text for every cause: how a cursor is checked is internal. */
function refused(cause: CauseOf<'invalid_cursor'>): ApiError {
  return new ApiError('invalid_cursor', {
    cause,
    message:
      'The cursor cannot be used: it was altered, is too old, or belongs to a query with other ' +
      'parameters. Start again from the first page, without a cursor.',
  });
}
