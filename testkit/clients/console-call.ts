import type { z } from 'zod';
import { STAFF_TOKEN } from '../desks/console-desk.ts';

/** Calls below `/support/v1` as staff; throws when the status is not the expected one. */
export type ConsoleCall = <T>(
  method: string,
  path: string,
  body: unknown,
  shape: z.ZodType<T>,
  status?: number,
) => Promise<T>;

export function consoleCall({ url }: { readonly url: string }): ConsoleCall {
  return async (method, path, body, shape, status = 200) => {
    const response = await fetch(`${url}/support/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${STAFF_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status)
      throw new Error(`${method} ${path}: ${response.status}, not ${status}: ${text}`);
    return shape.parse(text === '' ? undefined : JSON.parse(text));
  };
}
