import type { Clue, Likely } from '@request-desk/shared/likely-api';

/** The explorer's search for what names somebody in the clues, in the time that was looked at. */
export function exploreOf(
  clues: readonly Clue[],
  { from, to }: Pick<Likely, 'from' | 'to'>,
): {
  readonly code: readonly string[];
  readonly key?: readonly string[];
  readonly org?: readonly string[];
  readonly q?: string;
  readonly from: string;
  readonly to: string;
} {
  const valuesOf = (kind: Clue['kind']) =>
    clues.flatMap((clue) => (clue.kind === kind && clue.sure ? [clue.value] : []));
  const [org, key, code] = [valuesOf('org'), valuesOf('key'), valuesOf('code')];
  const [thing] = valuesOf('id');
  return {
    code: code.length > 0 ? code : ['error'],
    // Either names who called; both together might be nobody.
    ...(key.length > 0 ? { key } : org.length > 0 ? { org } : {}),
    ...(thing === undefined ? {} : { q: thing }),
    from,
    to,
  };
}
