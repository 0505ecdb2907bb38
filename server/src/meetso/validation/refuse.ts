import type { ValidationIssue } from '@request-desk/fastify/request/request-event';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';

/** A failing field: what the event keeps of it, and the sentence that the caller reads. */
export interface Refused extends ValidationIssue {
  readonly says: string;
}

/** Notes every failing field on the event and throws one `invalid_request` that names them all. */
export function refuse(
  request: FastifyRequest,
  cause: CauseOf<'invalid_request'>,
  refused: readonly Refused[],
): never {
  const { event } = request.telemetry;
  event.issues = refused.map(({ says: _, ...issue }) => issue);
  const near = refused.find((issue) => issue.nearMiss !== undefined)?.nearMiss;
  if (near !== undefined) event.nearMiss = near;
  throw new ApiError('invalid_request', { cause, message: sentences(refused) });
}

const MOST_NAMED = 20;

function sentences(refused: readonly Refused[]): string {
  const named = refused
    .slice(0, MOST_NAMED)
    .map(({ says, nearMiss }) =>
      nearMiss === undefined ? `${says}.` : `${says}; did you mean '${nearMiss}'?`,
    );
  const rest = refused.length - named.length;
  return [...named, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}
