import type { CauseKind, Profile } from '@request-desk/shared/profile';
import { causeProfile, codeProfile } from '@request-desk/shared/profile-codes';
import type { FastifyRequest } from 'fastify';
import { ActiveRequest } from './active-request.ts';
import type { RequestEmitter } from './request-emitter.ts';
import type { ValidationIssue } from './request-event.ts';

/** What Fastify itself refuses, by its codes. */
const KINDS: Readonly<Record<string, CauseKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type',
  FST_ERR_CTP_INVALID_TYPE: 'media_type',
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'http_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_malformed',
};
const MOST_ISSUES = 20;

/** What is read from whatever was thrown. */
interface ErrorLike {
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly statusCode?: unknown;
  readonly message?: unknown;
  readonly validation?: unknown;
  readonly validationContext?: unknown;
}

/** Reads what errors say of themselves; an error handler of the API may say more, or otherwise. */
export class ThrownErrors {
  readonly #profile: Profile;
  readonly #emitter: RequestEmitter;

  constructor(profile: Profile, emitter: RequestEmitter) {
    this.#profile = profile;
    this.#emitter = emitter;
  }

  /** For `onError`: notes code, cause and message of an error on the event of its request. */
  note(error: unknown, { telemetry: active }: FastifyRequest): void {
    if (!(active instanceof ActiveRequest)) return;
    active.thrown = { error };
    try {
      this.#read(typeof error === 'object' && error !== null ? error : {}, active);
    } catch {
      // Something whose properties cannot be read says nothing of itself.
    }
  }

  #read(like: ErrorLike, active: ActiveRequest): void {
    if (this.#noteKnown(like, active)) {
      active.thrown = undefined;
      return;
    }
    const { code, statusCode, message, validationContext } = like;
    if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return;
    if (typeof message === 'string') active.event.message ??= message;
    const issues = issuesOf(like.validation);
    if (issues.length > 0) {
      active.event.issues ??= issues;
      this.#emitter.explain(active, kindOfPart(validationContext), 'parameter_invalid');
      return;
    }
    const kind = typeof code === 'string' && Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
    if (kind) this.#emitter.explain(active, kind);
  }

  /** An error whose `code` is one of the profile; its `cause` counts when the code has it. */
  #noteKnown({ code, cause, message }: ErrorLike, { event }: ActiveRequest): boolean {
    if (typeof code !== 'string' || !codeProfile(this.#profile, code)) return false;
    event.code ??= code;
    if (typeof cause === 'string' && causeProfile(this.#profile, code, cause))
      event.cause ??= cause;
    if (typeof message === 'string') event.message ??= message;
    return true;
  }
}

function kindOfPart(part: unknown): CauseKind {
  if (part === 'body') return 'body_invalid';
  return part === 'headers' ? 'header_invalid' : 'parameter_invalid';
}

/** Field and rule of each fault that ajv found; never the value. */
function issuesOf(validation: unknown): ValidationIssue[] {
  if (!Array.isArray(validation)) return [];
  return validation.slice(0, MOST_ISSUES).map((fault: unknown) => {
    const { instancePath, keyword, params } = fault as {
      instancePath?: string;
      keyword?: string;
      params?: { missingProperty?: string; additionalProperty?: string };
    };
    const place = (instancePath ?? '').split('/').filter(Boolean);
    const field = params?.missingProperty ?? params?.additionalProperty;
    return { field: [...place, ...(field ? [field] : [])].join('.'), rule: keyword ?? 'invalid' };
  });
}
