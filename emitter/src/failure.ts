import type { Profile } from '@request-desk/shared/profile';
import { codeProfile } from '@request-desk/shared/profile-codes';
import type { ProfileShape } from './options.ts';

/** The codes of a profile. */
export type CodeOf<P extends ProfileShape> = keyof P['codes'] & string;

/** The causes of one of its codes. */
export type CauseOf<P extends ProfileShape, C extends CodeOf<P>> = P['codes'][C] extends {
  readonly causes: infer Causes;
}
  ? keyof Causes & string
  : never;

/**
 * A known failure, to be thrown: Fastify answers it with the code's status. `message` is public, the
 * cause is not: only the desk's staff read it.
 */
export class Failure extends Error {
  readonly code: string;
  readonly statusCode: number;
  override readonly cause: string | undefined;

  constructor(profile: Profile, code: string, cause: string | undefined, message: string) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.statusCode = codeProfile(profile, code)?.status ?? 500;
    this.cause = cause;
  }
}
