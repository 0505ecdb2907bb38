import { createHmac } from 'node:crypto';
import { sameText } from '../../http/same-text.ts';

const NAME = 'request_desk_session';
const LASTS_S = 12 * 3600;

/** A session cookie's header value; it proves knowledge of `token` until it expires. */
export function sessionCookie(token: string, nowMs: number, secure: boolean): string {
  const expires = Math.trunc(nowMs / 1000) + LASTS_S;
  const value = `${expires}.${signature(token, expires)}`;
  return `${NAME}=${value}; Path=/; Max-Age=${LASTS_S}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** Whether the Cookie header holds a session of this `token` that has not expired. */
export function hasSession(cookies: string | undefined, token: string, nowMs: number): boolean {
  for (const part of (cookies ?? '').split(';')) {
    const [, expires, signed] =
      new RegExp(`^\\s*${NAME}=(\\d{1,12})\\.([0-9a-f]{64})\\s*$`).exec(part) ?? [];
    if (expires === undefined || signed === undefined) continue;
    if (Number(expires) * 1000 < nowMs) continue;
    if (sameText(signed, signature(token, Number(expires)))) return true;
  }
  return false;
}

/** Ends the session in the browser. */
export const NO_SESSION = `${NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;

function signature(token: string, expires: number): string {
  return createHmac('sha256', token).update(`session ${expires}`).digest('hex');
}
