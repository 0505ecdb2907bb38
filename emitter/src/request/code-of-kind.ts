import type { CauseKind, Profile } from '@request-desk/shared/profile';

/** A code of a profile with one of its causes. */
export interface CodeAndCause {
  readonly code: string;
  readonly cause: string;
}

/** What the API calls a failure of this kind: its first code that has it as a cause, if any. */
export function codeOfKind({ codes }: Profile, kind: CauseKind): CodeAndCause | undefined {
  for (const [code, { causes }] of Object.entries(codes)) {
    for (const [cause, { kind: own }] of Object.entries(causes)) {
      if (own === kind) return { code, cause };
    }
  }
  return undefined;
}
