import type { CauseKind, CodeProfile, Profile } from '@request-desk/shared/profile';
import { blockOf } from './page-data.ts';

let read: Profile | undefined;

/**
 * What this desk knows of its API. The server has checked it and put it into the page, so it is
 * there before the first drawing. Throws where the page came from elsewhere.
 */
export function apiProfile(): Profile {
  read ??= blockOf<Profile>(document, 'profile');
  return read;
}

/** For a page that had to ask for it, because it is drawn before anybody has said who they are. */
export function adoptProfile(profile: Profile): void {
  read = profile;
}

/** The first code that has a cause of this kind, or undefined where the API has none. */
export function codeOfKind(kind: CauseKind): (CodeProfile & { readonly code: string }) | undefined {
  const has = ({ causes }: CodeProfile) => Object.values(causes).some((one) => one.kind === kind);
  const [found] = Object.entries(apiProfile().codes).filter(([, entry]) => has(entry));
  return found && { ...found[1], code: found[0] };
}
