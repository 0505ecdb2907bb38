import { getPriority } from 'node:os';
import { isMainThread, threadId } from 'node:worker_threads';

/** Says where it runs, or never ends. */
export default function where(task: Uint8Array | string) {
  while (task === 'for ever');
  const secrets = Object.keys(process.env).length;
  const priority = getPriority();
  return { thread: threadId, main: isMainThread, secrets, bytes: task.length, priority };
}
