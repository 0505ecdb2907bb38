import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import type { Profile } from '@request-desk/shared/profile';

interface PageData {
  readonly profile: Profile;
  readonly directory: DirectoryAccess;
}

/**
 * What the page has to know before its first drawing, as data blocks (HTML, 4.12.1.1): never
 * executed, so no policy has to allow them. Nothing can end the element or break a line of script.
 */
export function pageData({ profile, directory }: PageData): string {
  return block('profile', profile) + block('directory', directory);
}

function block(id: string, value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<script type="application/json" id="${id}">${json}</script>`;
}
