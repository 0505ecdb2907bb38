import type { Profile } from '@request-desk/shared/profile';
import { isIndexed } from '../seen-ids.ts';
import { declaredIds } from './declared-ids.ts';
import { type Extraction, extractIds } from './extract.ts';

/** Finds request ids of one API in text. */
export interface Extractor {
  /** Every request id and trace id in `text`, in order, without repeats, at most `limit`. */
  readonly extract: (text: string, limit: number) => Extraction;
  /** What an id begins with, in small letters. */
  readonly opening: string;
  /** A whole id, at the start of a text in small letters. */
  readonly whole: RegExp;
}

const HEX: Extractor = {
  extract: extractIds,
  opening: 'req',
  whole: /^req[_-][0-9a-f]{16}(?![0-9a-z])/i,
};

/** The extractor of a profile's request ids. */
export function extractorOf(profile: Profile): Extractor {
  return isIndexed({ profile }) ? HEX : declaredIds(profile.request_id);
}
