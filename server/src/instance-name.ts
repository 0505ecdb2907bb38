import { hostname } from 'node:os';

/** Names this process among those of its kind. */
export function instanceName(): string {
  return `${hostname()}-${process.pid}`;
}
