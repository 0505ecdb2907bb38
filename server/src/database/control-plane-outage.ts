import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseError } from './database.ts';

/** The database behind the URL is not the one that this process was started with. */
export class ControlPlaneReplaced extends DatabaseError {
  constructor(cause?: unknown) {
    super(
      'the control plane was replaced by another or an empty database: bring the former one back, ' +
        'or restart Request Desk to accept the new one',
      cause,
    );
    this.name = 'ControlPlaneReplaced';
  }
}

/** The database is the one that it was, and no longer lets this process do what it has to. */
class ControlPlaneChanged extends DatabaseError {
  constructor(cause?: unknown) {
    super(
      'the control plane lacks a right, a column or a type that was there at the start: give it back, ' +
        'or restart Request Desk',
      cause,
    );
    this.name = 'ControlPlaneChanged';
  }
}

/** SQLSTATE of trouble with the server or the way to it, not with a statement; what it gave up for others, too. */
const AWAY = /^(08|40|53|55|57|58|28|XX)...$|^(3D000|25006|25P03|25P04)$/;
/** Node's names of what befalls a connection. */
const NETWORK = /^E[A-Z]+$/;
/** What node-postgres says without any code. */
const SAID =
  /did not answer|timeout expired|Connection terminated|connection timeout|not queryable/;
/** A table or schema that was there at the start. */
const GONE = /^(42P01|3F000)$/;
/** The same for a right, a column, a type or a function: what this process needs of it was changed meanwhile. */
const CHANGED = /^42(501|703|704|804|883|P18)$/;

/** Text that no encoding of Postgres has: NUL, or in JSON half of a surrogate pair. */
const UNSTORABLE = new Set(['22021', '22P05']);

/** Whether a call failed because Postgres takes no such text as it was given. */
export function isUnstorableText(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : undefined;
  return cause !== undefined && 'code' in cause && UNSTORABLE.has(String(cause.code));
}

/**
 * Why a call failed, where the control plane is away or replaced; undefined for any other error. Only
 * what came from a statement counts: a refused connection to something else looks the same.
 */
export function outageOf(error: unknown): DatabaseError | undefined {
  if (error instanceof DatabaseError) return error;
  if (!(error instanceof DrizzleQueryError)) return undefined;
  const { cause } = error;
  if (cause instanceof DatabaseError) return cause;
  const code = cause && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  if (code === undefined) return cause && SAID.test(cause.message) ? away(cause) : undefined;
  if (GONE.test(code)) return new ControlPlaneReplaced(error);
  if (CHANGED.test(code)) return new ControlPlaneChanged(error);
  return AWAY.test(code) || NETWORK.test(code) ? away(error) : undefined;
}

function away(cause: Error): DatabaseError {
  return new DatabaseError('the control plane does not answer', cause);
}
