import { consoleErrorBody } from '@request-desk/shared/console-error';
import { openAnswer } from '@request-desk/shared/open-answer';
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

interface ConsoleRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  /** Where the answer may take as long as it takes, there is none. */
  readonly signal?: AbortSignal;
}

interface ConsoleCall<T> extends Omit<ConsoleRequest, 'signal'> {
  readonly schema: z.ZodType<T>;
}

/** The console's good answer to a call below `/support/v1`, not read yet. Throws CommandRefused. */
export async function callConsole(
  { url, token }: Pick<ConsolePlaces, 'url' | 'token'>,
  path: string,
  { body, method = body === undefined ? 'GET' : 'POST', signal }: ConsoleRequest = {},
): Promise<Response> {
  const response = await fetch(`${url.replace(/\/$/, '')}/support/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch(() => undefined);
  if (response === undefined)
    throw new CommandRefused(
      EXIT.unavailable,
      `the console at ${url} does not answer: is Request Desk running there?`,
    );
  if (response.ok) return response;
  const { data } = consoleErrorBody.safeParse(await response.json().catch(() => undefined));
  throw new CommandRefused(
    response.status >= 500 ? EXIT.unavailable : EXIT.refused,
    data?.error.message ?? `the console answered ${response.status}`,
  );
}

/** What the console answers to a call below `/support/v1`, within half a minute. Throws CommandRefused. */
export async function askConsole<T>(
  places: Pick<ConsolePlaces, 'url' | 'token'>,
  path: string,
  { schema, ...call }: ConsoleCall<T>,
): Promise<T> {
  const response = await callConsole(places, path, {
    ...call,
    signal: AbortSignal.timeout(30_000),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  return openAnswer(schema).parse(answer);
}

/** Says why a command was refused; returns its exit code. Throws any other error. */
export function refused(error: unknown, { err }: Pick<ConsolePlaces, 'err'>): number {
  if (!(error instanceof CommandRefused)) throw error;
  err(`${error.message}\n`);
  return error.code;
}
