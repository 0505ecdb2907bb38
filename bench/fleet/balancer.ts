import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Nginx, startConfigured } from '../../testkit/engines/nginx.ts';

const CONFIG = join(import.meta.dirname, '../../deploy/nginx/nginx.conf');
/** The header of each answer that says which process gave it, as `address:port`, in the order of attempts. */
export const SERVED_BY = 'x-served-by';

/** Ports of the processes of each role, and where nginx listens for them. */
export type Balanced = Readonly<
  Record<
    'api' | 'ingest' | 'console',
    { readonly port: number; readonly behind: readonly number[] }
  >
>;

const SHIPPED = { api: 8080, ingest: 4318, console: 8081 } as const;

/** nginx as it is shipped, its processes at ports instead of names; it asks a process again after each refusal. */
export async function startBalancer(balanced: Balanced): Promise<Nginx> {
  let text = readFileSync(CONFIG, 'utf8').replace('worker_processes auto', 'worker_processes 1');
  let groups = `add_header ${SERVED_BY} $upstream_addr always;`;
  for (const role of ['api', 'ingest', 'console'] as const) {
    const { port, behind } = balanced[role];
    const servers = behind.map((one) => `server 127.0.0.1:${one} max_fails=0;`).join(' ');
    groups += ` upstream ${role}s { ${servers} }`;
    text = text
      .replace(`listen ${SHIPPED[role]};`, `listen 127.0.0.1:${port};`)
      .replace(`proxy_pass http://$${role}:${SHIPPED[role]};`, `proxy_pass http://${role}s;`);
  }
  text = text.replace('http {', `http { ${groups}`);
  return await startConfigured(text, balanced.api.port);
}
