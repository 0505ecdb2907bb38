import type { z } from 'zod';
import { STAFF_TOKEN } from '../desks/console-desk.ts';

/** Makes a call below `/support/v1`, as in `GET /alerts`, as staff; throws for another status. */
export type ConsoleCall = <T>(
  call: string,
  body: unknown,
  shape: z.ZodType<T>,
  status?: number,
) => Promise<T>;

export function consoleCall({ url }: { readonly url: string }): ConsoleCall {
  return async (call, body, shape, status = 200) => {
    const [method = '', path = ''] = call.split(' ');
    const response = await fetch(`${url}/support/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${STAFF_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status)
      throw new Error(`${call}: ${response.status}, not ${status}: ${text}`);
    return shape.parse(text === '' ? undefined : JSON.parse(text));
  };
}
