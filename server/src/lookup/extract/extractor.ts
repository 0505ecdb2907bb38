import type { Profile } from '@request-desk/shared/profile';
import { isIndexed } from '../seen-ids.ts';
import { base64Parts } from './base64-parts.ts';
import { declaredHits, edgesOf } from './declared-ids.ts';
import { HEX_EDGES, hexHits } from './extract.ts';
import { type Extraction, gathered, type Hit } from './hits.ts';
import { type IdEdges, readingsOf } from './normalise.ts';
import { traceHits } from './traces.ts';

/** Finds request ids of one API in text. */
export interface Extractor {
  /**
   * Every request id and trace id in `text`, without repeats, at most `limit`; of damaged ones fifty,
   * or `mostOffered`.
   */
  readonly extract: (text: string, limit: number, mostOffered?: number) => Extraction;
  /** What the text may say, decoded in every way; parts of it that are base64 as well. */
  readonly readings: (text: string) => string[];
  /** What an id begins with, in small letters. */
  readonly opening: string;
  /** A whole id, at the start of a text in small letters. */
  readonly whole: RegExp;
}

interface Grammar {
  readonly edges: IdEdges;
  readonly hits: (text: string) => Hit[];
}

/** A part of a mail may hold a mail. */
const MOST_DEPTH = 2;

/** The extractor of a profile's request ids. */
export function extractorOf(profile: Profile): Extractor {
  const { request_id: form } = profile;
  const hex = isIndexed({ profile });
  const grammar: Grammar = hex
    ? { edges: HEX_EDGES, hits: hexHits }
    : { edges: edgesOf(form), hits: declaredHits(form) };
  const opening = hex ? 'req' : form.prefix.toLowerCase();
  const worth = new RegExp(`${opening}|trace`, 'i');
  return {
    extract: (text, limit, mostOffered) =>
      gathered(
        [...readings(text, 0)].map((reading) => hitsOf(reading)),
        limit,
        mostOffered,
      ),
    readings: (text) => [...readings(text, 0)],
    opening,
    whole: hex
      ? /^req[_-][0-9a-f]{16}(?![0-9a-z])/i
      : new RegExp(`^${opening}[0-9a-z]{${form.length}}(?![0-9a-z])`),
  };

  function hitsOf(text: string): Hit[] {
    return [...grammar.hits(text), ...traceHits(form, text)];
  }

  function* readings(text: string, depth: number): Generator<string> {
    const own = readingsOf(text, grammar.edges);
    yield* own;
    if (depth === MOST_DEPTH) return;
    const parts = new Set(own.flatMap((reading) => base64Parts(reading, worth)));
    for (const part of parts) yield* readings(part, depth + 1);
  }
}
