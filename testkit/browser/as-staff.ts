import type { DeskProcess } from '../desks/desk-process.ts';

/** For a browser context of somebody who is signed in already: each call carries the token. */
export function asStaff({ staffToken }: Pick<DeskProcess, 'staffToken'>) {
  return { extraHTTPHeaders: { authorization: `Bearer ${staffToken}` } };
}
