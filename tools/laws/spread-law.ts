const OBJECT = /\.\.\.\s*\{/;
/** Of an array literal that is an item of its own, and copies no other. */
const ARRAY = /\.\.\.\[(?!\s*\.\.\.)(?:[^\][]|\[[^\][]*\])*\](?=\s*[,\])])/g;

/** Lines that spread an object or array literal: its members are written there themselves. */
export function spreadFaults(file: string, text: string): string[] {
  if (!/\.tsx?$/.test(file)) return [];
  const objects = text
    .split('\n')
    .flatMap((line, at) => (OBJECT.test(line) ? [fault(file, at + 1, 'an object')] : []));
  const arrays = [...text.matchAll(ARRAY)].map(({ index }) =>
    fault(file, text.slice(0, index).split('\n').length, 'an array'),
  );
  return [...objects, ...arrays];
}

function fault(file: string, line: number, what: string): string {
  return `${file}:${line}: spread of ${what} literal; write its members one by one`;
}
