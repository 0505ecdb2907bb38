/** The allowed word that was probably meant, or undefined when none is close. */
export function nearMiss(word: string, allowed: readonly string[]): string | undefined {
  const sent = plain(word);
  if (sent === '') return undefined;
  const begins = allowed.filter((a) => sent.startsWith(plain(a)) || isBeginning(sent, plain(a)));
  const close = allowed.map((a) => [distance(sent, plain(a)), a] as const);
  close.sort(([a], [b]) => a - b);
  const [steps, best] = close[0] ?? [Number.POSITIVE_INFINITY, ''];
  if (steps === 0) return best;
  if (begins.length === 1) return begins[0];
  return steps <= Math.floor(Math.max(sent.length, best.length) / 3) ? best : undefined;
}

function isBeginning(sent: string, whole: string): boolean {
  return sent.length >= 2 && whole.startsWith(sent);
}

function plain(word: string): string {
  return word
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** Edits between two words; swapping neighbours counts as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let [before, above]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let steps = Math.min(
        (above?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above?.[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        steps = Math.min(steps, (before?.[j - 2] ?? 0) + 1);
      }
      row.push(steps);
    }
    [before, above] = [above, row];
  }
  return above?.[b.length] ?? 0;
}
