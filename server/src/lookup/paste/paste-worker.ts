import { workerData } from 'node:worker_threads';
import type { Profile } from '@request-desk/shared/profile';
import { extractorOf } from '../extract/extractor.ts';
import { type PasteRead, readPaste } from './read-paste.ts';

const extractor = extractorOf(workerData as Profile);

/** The ids in the body of a paste. */
export default function answer(bytes: Uint8Array): Promise<PasteRead> {
  return readPaste(extractor, bytes);
}
