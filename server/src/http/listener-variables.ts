import { z } from 'zod';

const PORT = 'must be a port from 0 to 65535 (0: any free port)';
const port = z.coerce.number(PORT).int(PORT).min(0, PORT).max(65535, PORT);
const host = z.string().default('127.0.0.1');

/** Variables that say where a process listens. */
export const LISTENER_VARIABLES = {
  API_HOST: host,
  API_PORT: port.default(8080),
  OTLP_HOST: host,
  OTLP_PORT: port.default(4318),
  CONSOLE_HOST: host,
  CONSOLE_PORT: port.default(8081),
  ALERTS_HOST: host,
  ALERTS_PORT: port.default(8082),
};

/** Whether a process is for alerts alone: only then has the role a listener of its own. */
export function isAlertsAlone(roles: Iterable<string>): boolean {
  return [...new Set(roles)].join() === 'alerts';
}
