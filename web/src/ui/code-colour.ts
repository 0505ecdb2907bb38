import type { CodeClass } from '@request-desk/shared/profile';
import { codeProfile, codesOfClass } from '@request-desk/shared/profile-codes';
import { apiProfile } from '../api/profile.ts';

/** Shades that theme.css has for each class; further codes of a class begin again. */
const SHADES: Readonly<Record<CodeClass, number>> = {
  server: 2,
  limit: 2,
  invalid: 3,
  auth: 2,
  permission: 2,
  missing: 2,
};

interface Colour {
  readonly fill: string;
  readonly text: string;
}

/**
 * CSS colours of a code: `fill` for marks, `text` for words on the page's surface. They follow the
 * code's class and its place among the codes of that class; empty is a success.
 */
export function codeColour(code: string): Colour {
  if (code === '') return { fill: 'var(--good)', text: 'var(--good)' };
  const profile = apiProfile();
  const known = codeProfile(profile, code);
  if (!known) return classColour('missing');
  return classColour(known.class, codesOfClass(profile, known.class).indexOf(code));
}

/** CSS colours of a class of failures, in the shade of its code number `place`. */
export function classColour(kind: CodeClass, place = 0): Colour {
  const shade = `--code-${kind}-${place % SHADES[kind]}`;
  return { fill: `var(${shade})`, text: `var(${shade}-text)` };
}
