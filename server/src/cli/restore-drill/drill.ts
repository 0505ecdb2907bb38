/** Why a backup cannot be restored, or would not be what it was. */
export class DrillFault extends Error {}

/** What a drill found, line by line. */
export interface DrillReport {
  readonly say: (line: string) => void;
  readonly fault: (line: string) => void;
}

/** Runs one part of a drill: what stops it is a fault of the backup, and the other parts go on. */
export async function part<T>(
  name: string,
  { fault }: Pick<DrillReport, 'fault'>,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    fault(`${name}: ${saidBy(error).slice(0, 400)}`);
    return undefined;
  }
}

/** With what it was caused by: an engine's own words name the file or the block. */
function saidBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${saidBy(error.cause)}` : error.message;
}

/** How long ago something was, in words. */
export function ago(atMs: number, nowMs: number): string {
  const minutes = Math.max(0, Math.round((nowMs - atMs) / 60_000));
  if (minutes < 120) return `${minutes} min ago`;
  if (minutes < 2 * 1440) return `${Math.round(minutes / 60)} h ago`;
  return `${Math.round(minutes / 1440)} days ago`;
}
