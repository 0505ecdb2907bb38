import { workerData } from 'node:worker_threads';
import type { Profile } from '@request-desk/shared/profile';
import { cluesIn } from '../clues/read-clues.ts';
import { extractorOf } from '../extract/extractor.ts';
import { holdsId, type PasteRead, type PasteTask, readPaste, textOf } from './read-paste.ts';

const profile = workerData as Profile;
const extractor = extractorOf(profile);

/**
 * The ids in the body of a paste; where there is none, what else it says. That takes longer, and what
 * reads times is loaded nowhere but here.
 */
export default async function answer(task: PasteTask): Promise<PasteRead> {
  const read = await readPaste(extractor, task);
  if ('refused' in read || holdsId(read.paste)) return read;
  const body = textOf(task.body);
  if ('refused' in body) return body;
  const readings = extractor.readings(shortened(body.text));
  return { paste: { ...read.paste, clues: cluesIn(profile, readings, task.nowMs) } };
}

/** A mail says it in its beginning or its end; what is longer is a log. */
const HEAD = 192 * 1024;
const TAIL = 64 * 1024;

function shortened(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  return `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}
