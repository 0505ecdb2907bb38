import { hostname } from 'node:os';

/** Names this process among its like. */
export function instanceName(): string {
  return `${hostname()}-${process.pid}`;
}
