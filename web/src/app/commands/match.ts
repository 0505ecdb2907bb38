/**
 * How well `words` match `typed`, both in lower case: 2 when the name itself begins so, 1 when each
 * typed word begins some word of it, 0 when not at all.
 */
export function matchGrade(typed: string, name: string, words = ''): 0 | 1 | 2 {
  const wanted = typed.split(/[\s_]+/).filter((word) => word !== '');
  if (wanted.length === 0) return 1;
  if (name.startsWith(typed)) return 2;
  const offered = `${name} ${words}`.split(/[\s_]+/);
  return wanted.every((word) => offered.some((each) => each.startsWith(word))) ? 1 : 0;
}
