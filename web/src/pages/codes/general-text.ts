import { SLOT } from '@request-desk/shared/profile-texts';

/** A text of the profile where it is about no request: slots of one have nothing to stand for. */
export function generalText(text: string, code: string): string {
  return text.replace(SLOT, (_, slot: string) => (slot === 'code' ? code : '…'));
}
