import { z } from 'zod';
import { extractLong } from '../extract/extract-long.ts';
import type { Extractor } from '../extract/extractor.ts';
import type { Extraction } from '../extract/hits.ts';

/** What a pasted text holds, or what is wrong with the body that it came in. */
export type PasteRead = { readonly extraction: Extraction } | { readonly refused: string };

/** Most ids that one text is answered for. */
export const MOST_IDS = 500;

const body = z.strictObject({ text: z.string() });

/** Reads the body of a paste, JSON with its `text`, and finds the ids in it. */
export async function readPaste(extractor: Extractor, bytes: Uint8Array): Promise<PasteRead> {
  const parsed = body.safeParse(jsonOf(bytes));
  if (parsed.success)
    return { extraction: await extractLong(extractor, parsed.data.text, MOST_IDS) };
  const [issue] = parsed.error.issues;
  const at = issue?.path.map(String).join('.');
  return { refused: `${at ? `${at}: ` : ''}${issue?.message ?? 'The body is not JSON.'}` };
}

/** Undefined for what is no JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
