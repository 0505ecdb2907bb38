import { CONSOLE_ERRORS, type ConsoleErrorCode } from '@request-desk/shared/console-error';
import { openAnswer } from '@request-desk/shared/open-answer';
import { parsedJson } from '@request-desk/shared/parsed-json';
import type { z } from 'zod';
import { bearerHeader } from './bearer.ts';
import { askForConfirmation } from './confirmation.ts';
import { ticketHeader } from './ticket.ts';

/** Why a call gave no usable answer; `requestId` is what to quote when reporting it. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly kind: 'network' | 'http' | 'shape';
  readonly status: number | undefined;
  /** Undefined where something before the console answered, such as a proxy. */
  readonly code: ConsoleErrorCode | undefined;
  readonly requestId: string | undefined;

  constructor(
    message: string,
    details: {
      kind: 'network' | 'http' | 'shape';
      status?: number | undefined;
      code?: ConsoleErrorCode | undefined;
      requestId?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.kind = details.kind;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
  }
}

interface CallOptions<S extends z.ZodType> {
  readonly schema: S;
  readonly signal?: AbortSignal | undefined;
  /** Sent as JSON with POST; without it the call is a GET. */
  readonly body?: unknown;
  readonly method?: 'PUT' | 'DELETE';
}

/**
 * Calls the console's JSON API and parses the answer. Any status may carry an answer of the schema
 * (a request that was not found is one); everything else throws an ApiFailure.
 */
export async function call<S extends z.ZodType>(
  path: string,
  options: CallOptions<S>,
): Promise<z.infer<S>> {
  let [response, json] = await answerTo(path, options);
  // What it would do is worth a proof of who one is; with that, the same call goes on.
  const unproven = envelopeOf(json).code === 'confirmation_needed';
  if (unproven && response.status === 403 && (await askForConfirmation()))
    [response, json] = await answerTo(path, options);
  const parsed = openAnswer(options.schema).safeParse(json);
  if (parsed.success) return parsed.data;
  throw failureOf(response, json, parsed.error);
}

async function answerTo(
  path: string,
  options: CallOptions<z.ZodType>,
): Promise<[Response, unknown]> {
  const response = await send(path, options);
  const json: unknown = await response.json().catch(() => undefined);
  return [response, json];
}

/** The same call for an answer in plain text, such as Markdown. */
export async function callText(
  path: string,
  options: Pick<CallOptions<never>, 'signal' | 'body'> = {},
): Promise<string> {
  const response = await send(path, options);
  const text = await response.text();
  if (response.ok) return text;
  throw failureOf(response, parsedJson(text), undefined);
}

/** The same call for an answer of many lines of JSON, each given to `onLine` as it comes. */
export async function callLines(
  path: string,
  options: Pick<CallOptions<never>, 'signal' | 'body'>,
  onLine: (line: unknown) => void,
): Promise<void> {
  const response = await send(path, options);
  if (!response.ok) throw failureOf(response, parsedJson(await response.text()), undefined);
  await readLines(response, onLine);
}

/**
 * The same call for an answer that grows: each line is one, and knows more than that before it. Gives
 * each to `onAnswer` as it comes, and the last in the end. As with `call`, any status may carry one.
 */
export async function callGrowing<S extends z.ZodType>(
  path: string,
  options: CallOptions<S>,
  onAnswer: (answer: z.infer<S>) => void,
): Promise<z.infer<S> | undefined> {
  const response = await send(path, options);
  let last: z.infer<S> | undefined;
  await readLines(response, (line) => {
    const parsed = openAnswer(options.schema).safeParse(line);
    if (!parsed.success) throw failureOf(response, line, parsed.error);
    last = parsed.data;
    onAnswer(parsed.data);
  });
  return last;
}

async function readLines(response: Response, onLine: (line: unknown) => void): Promise<void> {
  if (!response.body) return;
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(parsedJson(line));
  };
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read())
    take(decoder.decode(part.value, { stream: true }));
  take('\n');
}

async function send(
  path: string,
  options: Pick<CallOptions<never>, 'signal' | 'body' | 'method'>,
): Promise<Response> {
  const withBody = options.body !== undefined;
  try {
    return await fetch(path, {
      method: options.method ?? (withBody ? 'POST' : 'GET'),
      headers: {
        ...(withBody ? { 'content-type': 'application/json' } : {}),
        ...ticketHeader(),
        ...bearerHeader(),
      },
      credentials: 'same-origin',
      ...(withBody ? { body: JSON.stringify(options.body) } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiFailure('Request Desk did not answer. Is it running, and are you online?', {
      kind: 'network',
      cause,
    });
  }
}

/** The answer is not of the schema that it was read with. */
export function unknownShape(
  cause: unknown,
  answer: { readonly status?: number; readonly requestId?: string | undefined } = {},
): ApiFailure {
  return new ApiFailure(
    'The response has a format that this console does not know. Reload the page.',
    {
      kind: 'shape',
      ...answer,
      cause,
    },
  );
}

function failureOf(response: Response, json: unknown, cause: unknown): ApiFailure {
  const error = envelopeOf(json);
  const requestId = error.request_id ?? response.headers.get('x-request-id') ?? undefined;
  if (response.ok) return unknownShape(cause, { status: response.status, requestId });
  return new ApiFailure(error.message ?? `The server answered ${response.status}.`, {
    kind: 'http',
    status: response.status,
    code: error.code !== undefined && isConsoleCode(error.code) ? error.code : undefined,
    requestId,
  });
}

function isConsoleCode(code: string): code is ConsoleErrorCode {
  return Object.hasOwn(CONSOLE_ERRORS, code);
}

/** Reads an error envelope leniently: any part of it is better than none. */
function envelopeOf(json: unknown): Partial<Record<'code' | 'message' | 'request_id', string>> {
  const error = (json as { error?: unknown } | null | undefined)?.error;
  if (typeof error !== 'object' || error === null) return {};
  return Object.fromEntries(
    Object.entries(error).filter(([, value]) => typeof value === 'string'),
  ) as Partial<Record<'code' | 'message' | 'request_id', string>>;
}
