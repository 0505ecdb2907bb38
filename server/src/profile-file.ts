import { readFileSync } from 'node:fs';
import { type Profile, ProfileError, parseProfile } from '@request-desk/shared/profile';
import { MEETSO_PROFILE } from './meetso/profile.ts';

/**
 * The profile that PROFILE names, or Meetso's where it names none. Throws a ProfileError that says
 * what is wrong with the file.
 */
export function readProfile(path: string | undefined): Profile {
  if (path === undefined) return MEETSO_PROFILE;
  let text: string;
  try {
    // Some editors begin a file with a byte order mark.
    text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new ProfileError([`PROFILE=${path} cannot be read: ${messageOf(error)}`]);
  }
  try {
    return parseProfile(JSON.parse(text));
  } catch (error) {
    if (error instanceof ProfileError)
      throw new ProfileError(error.faults.map((fault) => `${path}: ${fault}`));
    throw new ProfileError([`${path} is no JSON: ${messageOf(error)}`]);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
