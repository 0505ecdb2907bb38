import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';
import type { TextClues } from '../clues/read-clues.ts';
import { extractLong } from '../extract/extract-long.ts';
import type { Extractor } from '../extract/extractor.ts';
import type { Extraction } from '../extract/hits.ts';

/** What a text holds; without an id, what else it says of the calls it is about. */
export interface Paste extends Extraction {
  readonly clues?: TextClues;
}

/** What a pasted text holds, or what is wrong with the body that it came in. */
export type PasteRead = { readonly paste: Paste } | { readonly refused: string };

/** The body of a paste, and when it came, in milliseconds. */
export interface PasteTask {
  readonly body: Uint8Array;
  readonly nowMs: number;
}

/** Most ids that one text is answered for. */
export const MOST_IDS = 500;

const schema = z.strictObject({ text: z.string() });

/** Reads the body of a paste, JSON with its `text`, and finds the ids in it. */
export async function readPaste(extractor: Extractor, { body }: PasteTask): Promise<PasteRead> {
  const read = textOf(body);
  if ('refused' in read) return read;
  return { paste: await extractLong(extractor, read.text, MOST_IDS) };
}

/** The text in the body of a paste, or what is wrong with the body. */
export function textOf(body: Uint8Array): { readonly text: string } | { readonly refused: string } {
  const parsed = schema.safeParse(parsedJson(new TextDecoder().decode(body)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue?.path.map(String).join('.');
  return { refused: `${at ? `${at}: ` : ''}${issue?.message ?? 'The body is not JSON.'}` };
}

/** Whether a text holds an id, or may. */
export function holdsId({ ids, ifStored }: Extraction): boolean {
  return ids.length + ifStored.length > 0;
}
