import { workerData } from 'node:worker_threads';
import type { Profile } from '@request-desk/shared/profile';
import { extractorOf } from '../extract/extractor.ts';
import { type PasteRead, type PasteTask, readPasteWhole } from './read-paste.ts';

const profile = workerData as Profile;
const extractor = extractorOf(profile);

/** The ids in the body of a paste; where there is none, what else it says. */
export default function answer(task: PasteTask): Promise<PasteRead> {
  return readPasteWhole(profile, extractor, task);
}
