import { workerData } from 'node:worker_threads';
import type { Profile } from '@request-desk/shared/profile';
import { lowerPriority } from '../../workers/low-priority.ts';
import { extractorOf } from '../extract/extractor.ts';
import { type PasteRead, readPaste } from './read-paste.ts';

lowerPriority();
const extractor = extractorOf(workerData as Profile);

/** The ids in the body of a paste. */
export default function answer(bytes: Uint8Array): Promise<PasteRead> {
  return readPaste(extractor, bytes);
}
