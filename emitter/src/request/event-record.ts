import { type Attributes, type LogRecord, SeverityNumber } from '@opentelemetry/api';
import { ATTR, CONTRACT, REQUEST_EVENT } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import { scrub, scrubLine } from '../redaction/scrub.ts';
import { hrTimeOf } from './clock.ts';
import type { ListResult, RequestEvent } from './request-event.ts';

/** The log record of a request event whose answer was ready at `readyMs` (since 1970). */
export function eventRecord(event: RequestEvent, readyMs: number): LogRecord {
  const severityNumber = severityOf(event);
  return {
    eventName: REQUEST_EVENT,
    timestamp: hrTimeOf(readyMs),
    severityNumber,
    severityText: SeverityNumber[severityNumber],
    body: summaryOf(event),
    attributes: attributesOf(event),
  };
}

/** One line that says what was answered; also the text of the request's log line. */
export function summaryOf({ method, route, path, status, code, cause }: RequestEvent): string {
  const why = code ? ` ${code} (${cause ?? 'cause unknown'})` : cause ? ` (${cause})` : '';
  return `${method} ${route || path} ${status}${why}`;
}

function severityOf({ status, cause }: RequestEvent): SeverityNumber {
  if (cause === CLIENT_CLOSED) return SeverityNumber.INFO;
  if (status >= 500) return SeverityNumber.ERROR;
  return status >= 400 ? SeverityNumber.WARN : SeverityNumber.INFO;
}

function attributesOf(event: RequestEvent): Attributes {
  const attributes: Attributes = {
    [ATTR.contract]: CONTRACT,
    [ATTR.requestId]: event.requestId,
    [ATTR.method]: event.method,
    [ATTR.path]: event.path,
    [ATTR.route]: event.route,
    [ATTR.status]: event.status,
    [ATTR.durationMs]: Math.round(event.durationMs * 1000) / 1000,
  };
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') attributes[name] = value;
  };
  put(ATTR.errorCode, event.code);
  put(ATTR.cause, event.cause);
  put(ATTR.orgId, event.orgId);
  put(ATTR.keyId, event.keyId);
  put(ATTR.keyPrefix, event.keyPrefix);
  put(ATTR.callTarget, event.callTarget);
  put(ATTR.callContent, event.callContent);
  put(ATTR.replayOf, event.replayOf);
  put(ATTR.clientRequestId, event.clientRequestId);
  put(ATTR.clientTraceId, event.clientTraceId);
  put(ATTR.client, event.client);
  put(ATTR.clientVersion, event.clientVersion);
  put(ATTR.userAgent, event.userAgent);
  put(ATTR.clientAddress, event.clientAddress);
  put(ATTR.scopeRequired, event.scopeRequired);
  put(ATTR.scopesHeld, event.scopesHeld?.join(' '));
  if (event.rateLimit) putRateLimit(event.rateLimit, put);
  if (event.result) putResult(event.result, put);
  if (event.code === undefined && event.cause === undefined && event.status < 400)
    return attributes;
  put(ATTR.publicMessage, event.message && scrub(withoutNames(event.message, event.issues)));
  put(ATTR.authProblem, event.authProblem);
  put(ATTR.ownerOrg, event.ownerOrg);
  put(ATTR.deletedAt, event.deletedAt);
  put(ATTR.routeMethods, event.allowedMethods);
  put(ATTR.exceptionType, event.exceptionType);
  put(ATTR.exceptionMessage, event.exceptionMessage);
  put(ATTR.sentryEventId, event.sentryEventId);
  putIssues(event, put);
  return attributes;
}

type Issue = NonNullable<RequestEvent['issues']>[number];

/** So much of a name that nobody declared shows a slip of the hand, and no secret. */
const UNKNOWN_NAME = 16;

/** The name of an unknown field is the caller's own text. */
function nameOf({ rule, field }: Issue): string {
  const name = scrubLine(field, 64);
  return rule === 'unknown' && name.length > UNKNOWN_NAME
    ? `${name.slice(0, UNKNOWN_NAME)}…`
    : name;
}

function withoutNames(message: string, issues: readonly Issue[] = []): string {
  return issues.reduce(
    (text, issue) =>
      issue.rule === 'unknown' && issue.field.length > UNKNOWN_NAME
        ? text.replaceAll(issue.field, nameOf(issue))
        : text,
    message,
  );
}

type Put = (name: string, value: string | number | undefined) => void;

function putResult({ items, filters, empty, more }: ListResult, put: Put): void {
  put(ATTR.resultItems, items);
  put(ATTR.resultFilters, filters.join(' '));
  put(ATTR.resultEmpty, empty);
  put(ATTR.resultMore, String(more));
}

function putRateLimit(state: NonNullable<RequestEvent['rateLimit']>, put: Put): void {
  put(ATTR.rateWindow, state.window);
  put(ATTR.rateLimit, state.limit);
  put(ATTR.rateShare, state.share);
  put(ATTR.rateProcesses, state.processes);
  put(ATTR.rateUsed, state.used);
  put(ATTR.rateResetMs, state.resetMs);
  put(ATTR.ratePaceMs, state.paceMs);
  put(ATTR.retryAfterS, state.retryAfterS);
}

/** The first issue has attributes of its own, to search by; all of them stand in one JSON text. */
function putIssues({ issues, nearMiss }: RequestEvent, put: Put): void {
  const clean = issues?.map((issue) => ({
    ...issue,
    field: nameOf(issue),
    ...(issue.value === undefined ? {} : { value: scrubLine(issue.value, 64) }),
  }));
  const first = clean?.[0];
  put(ATTR.field, first?.field);
  put(ATTR.rule, first?.rule);
  put(ATTR.refusedValue, first?.value);
  put(ATTR.nearMiss, nearMiss ?? first?.nearMiss);
  if (clean && clean.length > 0) put(ATTR.issues, JSON.stringify(clean));
}
