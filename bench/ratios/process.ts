import type { ChildProcess } from 'node:child_process';

/** The next message of a bench process; rejects when it ends instead. */
export function said<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a bench process ended (${code})`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

/** What a bench process has used so far, in microseconds. */
export async function cpuUsage(child: ChildProcess): Promise<NodeJS.CpuUsage> {
  const answer = said<{ cpu: NodeJS.CpuUsage }>(child);
  child.send('cpu');
  return (await answer).cpu;
}

/** The same, user and system together. */
export async function cpu(child: ChildProcess): Promise<number> {
  const { user, system } = await cpuUsage(child);
  return user + system;
}
