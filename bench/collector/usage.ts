import { readFileSync } from 'node:fs';

/** What a process and the children that it waited for have used; Linux counts in hundredths of a second. */
export interface Usage {
  readonly cpuUs: number;
  readonly peakMb: number;
}

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the process may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpuUs: ticks * 10_000, peakMb: Number(peak ?? 0) / 1024 };
}
