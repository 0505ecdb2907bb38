import type { Profile } from '@request-desk/shared/profile';

/**
 * The profile as a data block of the page (HTML, 4.12.1.1): never executed, so no policy has to
 * allow it. Nothing in it can end the element or break a line of script.
 */
export function profileScript(profile: Profile): string {
  const json = JSON.stringify(profile).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<script type="application/json" id="profile">${json}</script>`;
}
