import type { FastifyReply } from 'fastify';
import { contentPolicy } from './guard/security-headers.ts';
import { loginPage, loginStyleHash } from './login-page.ts';

/** How people may sign in. */
export interface LoginWays {
  /** The token's variable or file; undefined where no token lets anybody in. */
  readonly tokenIs: string | undefined;
  /** The host of the identity provider. */
  readonly provider: string | undefined;
}

interface LoginForm {
  readonly ways: LoginWays;
  readonly next: string;
  /** Why the last try failed. */
  readonly fault?: string | undefined;
}

/** Sends the sign-in page under its own policy. */
export function sendLoginForm(reply: FastifyReply, { ways, next, fault }: LoginForm): FastifyReply {
  return reply
    .header('content-security-policy', contentPolicy({ style: loginStyleHash() }))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(loginPage(next, ways, fault));
}
