const ELSEWHERE = 'http://console.invalid';

/** A path of ours; anything that a browser could take for another place becomes the home page. */
export function localPath(next: string | undefined): string {
  // Browsers drop tabs and line ends from an address, and take a backslash for a slash.
  if (next === undefined || !next.startsWith('/') || /[\\\p{Cc}]/u.test(next)) return '/';
  const url = URL.parse(next, ELSEWHERE);
  if (url?.origin !== ELSEWHERE) return '/';
  // `/.//evil.example` is a path of ours until its dots are resolved.
  return url.pathname.startsWith('//') ? '/' : url.pathname + url.search;
}
