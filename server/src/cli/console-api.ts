import { consoleErrorBody } from '@request-desk/shared/console-error';
import type { z } from 'zod';

/** Exit codes of commands that ask the console. */
export const EXIT = { done: 0, usage: 2, refused: 3, unavailable: 5 } as const;

/** Where the console is, who asks it, and where to say what it answered. */
export interface ConsolePlaces {
  readonly url: string;
  readonly token: string | undefined;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Why a command has no answer, with its exit code. */
export class CommandRefused extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface ConsoleCall<T> {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  readonly schema: z.ZodType<T>;
}

/** What the console answers to a call below `/support/v1`. Throws CommandRefused. */
export async function askConsole<T>(
  { url, token }: Pick<ConsolePlaces, 'url' | 'token'>,
  path: string,
  { body, method = body === undefined ? 'GET' : 'POST', schema }: ConsoleCall<T>,
): Promise<T> {
  const response = await fetch(`${url.replace(/\/$/, '')}/support/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  }).catch(() => undefined);
  if (response === undefined)
    throw new CommandRefused(
      EXIT.unavailable,
      `the console at ${url} does not answer: is Request Desk running there?`,
    );
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return schema.parse(answer);
  const { data } = consoleErrorBody.safeParse(answer);
  throw new CommandRefused(
    response.status >= 500 ? EXIT.unavailable : EXIT.refused,
    data?.error.message ?? `the console answered ${response.status}`,
  );
}
