import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { poll } from '../poll.ts';

/** Where Debian has it. */
export const NGINX = '/usr/sbin/nginx';

/** A real nginx with its defaults in front of something. */
export interface Nginx {
  stop(): Promise<void>;
}

/** Starts it on loopback: everything at `port` is passed on to `target` by a bare `proxy_pass`. */
export function startNginx(port: number, target: string): Promise<Nginx> {
  return startConfigured(configuration(port, target), port);
}

/**
 * Starts it in the foreground, its workers as this user, with a configuration that listens at `port`, where /healthz
 * has to answer.
 */
export async function startConfigured(text: string, port: number): Promise<Nginx> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-nginx-'));
  const config = join(directory, 'nginx.conf');
  writeFileSync(config, text);
  const args = [
    '-p',
    directory,
    '-c',
    config,
    '-e',
    'error.log',
    '-g',
    `daemon off; user ${userInfo().username};`,
  ];
  const nginx = spawn(NGINX, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => nginx.once('exit', resolve));
  await poll('nginx', () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok || undefined,
      () => undefined,
    ),
  );
  return {
    async stop() {
      nginx.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configuration(port: number, target: string): string {
  return `
worker_processes 1; pid nginx.pid;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server { listen 127.0.0.1:${port}; location / { proxy_pass ${target}; } }
}
`;
}
