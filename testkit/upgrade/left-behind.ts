import { z } from 'zod';
import { type SupportClient, supportClient } from '../clients/support-client.ts';
import type { DeskProcess } from '../desks/desk-process.ts';

const answered = z.object({
  requestId: z.string(),
  code: z.string(),
  cause: z.string(),
  orgId: z.string(),
  keyPrefix: z.string(),
});
/** An error that a release answered with, and what every later one has to know about it. */
export type AnsweredError = z.infer<typeof answered>;

/** What one release left for the next, by where it stood when that release ended. */
export const leftBehind = z.object({
  commit: z.string(),
  madeAt: z.iso.datetime(),
  /** In the embedded engine of DATA_DIR. */
  embedded: z.array(answered),
  /** In the tables of the server, which nobody had named a database. */
  server: z.array(answered),
  /** In the spool of DATA_DIR alone: neither store had them. */
  undelivered: z.array(answered),
});
export type LeftBehind = z.infer<typeof leftBehind>;

/** Resolves with one line for each of `errors` that `desk` does not know as it was answered. */
export async function unlike(
  desk: DeskProcess,
  errors: readonly AnsweredError[],
): Promise<string[]> {
  const support = supportClient(desk);
  const faults = await Promise.all(errors.map((error) => differs(support, error)));
  return faults.filter((fault) => fault !== undefined);
}

async function differs(
  support: SupportClient,
  { requestId, code, cause, orgId, keyPrefix }: AnsweredError,
): Promise<string | undefined> {
  const { request } = await support.found(requestId);
  if (request === null) return `${requestId} has no event`;
  const found = [request.code, request.cause, request.org, request.key_prefix].join(' ');
  const named = orgId === '' || request.org_name === 'Journey' || request.org_name === 'Elsewhere';
  const expected = [code, cause, orgId, keyPrefix].join(' ');
  if (found === expected && named) return undefined;
  return `${requestId} was ${expected}, is ${found} of ${request.org_name}`;
}
