import type { Profile } from '@request-desk/shared/profile';
import { z } from 'zod';
import { cluesIn, type TextClues } from '../clues/read-clues.ts';
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

const body = z.strictObject({ text: z.string() });

/** Reads the body of a paste, JSON with its `text`, and finds the ids in it. */
export async function readPaste(extractor: Extractor, task: PasteTask): Promise<PasteRead> {
  const parsed = body.safeParse(jsonOf(task.body));
  if (parsed.success) return { paste: await extractLong(extractor, parsed.data.text, MOST_IDS) };
  const [issue] = parsed.error.issues;
  const at = issue?.path.map(String).join('.');
  return { refused: `${at ? `${at}: ` : ''}${issue?.message ?? 'The body is not JSON.'}` };
}

/** The same, with what a text without an id says: that takes longer, so it is work for a thread. */
export async function readPasteWhole(
  profile: Profile,
  extractor: Extractor,
  task: PasteTask,
): Promise<PasteRead> {
  const read = await readPaste(extractor, task);
  if ('refused' in read || holdsId(read.paste)) return read;
  const { text } = body.parse(jsonOf(task.body));
  const readings = extractor.readings(shortened(text));
  return { paste: { ...read.paste, clues: cluesIn(profile, readings, task.nowMs) } };
}

/** Whether a text holds an id, or may. */
export function holdsId({ ids, ifStored }: Extraction): boolean {
  return ids.length + ifStored.length > 0;
}

/** A mail says it in its beginning or its end; what is longer is a log. */
const HEAD = 192 * 1024;
const TAIL = 64 * 1024;

function shortened(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  return `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** Undefined for what is no JSON. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
