import { readFileSync } from 'node:fs';
import { systemCode } from '@request-desk/shared/system-code';

/** What earlier releases had as their lock: a process id and when that process started. */
interface PidLock {
  readonly pid: number;
  /** In clock ticks since boot, where the platform has them; guards against a pid that is used again. */
  readonly started: string | undefined;
}

/** The text of a lock as earlier releases write and respect it. */
export function pidLockText(): string {
  return `${process.pid} ${startOf(process.pid) ?? ''}\n`;
}

/** The process of the pid lock at `path`, while it runs. */
export function livingHolder(path: string): number | undefined {
  const lock = pidLockAt(path);
  return lock && isAlive(lock) ? lock.pid : undefined;
}

function pidLockAt(path: string): PidLock | undefined {
  try {
    const match = /^(\d+) (\d*)\n$/.exec(readFileSync(path, 'utf8'));
    return match ? { pid: Number(match[1]), started: match[2] || undefined } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: PidLock): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
