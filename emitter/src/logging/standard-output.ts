import pino, { type DestinationStream } from 'pino';

/**
 * Standard output that has a text when `write` returns; process.stdout keeps for later what a full
 * pipe does not take, and loses it when the process is killed.
 */
export function standardOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}
