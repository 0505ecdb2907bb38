const SPREAD = /\.\.\.\s*\{/;

/** Lines that spread an object literal into an object: its members are written there themselves. */
export function spreadFaults(file: string, text: string): string[] {
  if (!/\.tsx?$/.test(file) || !SPREAD.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, at) =>
      SPREAD.test(line)
        ? [`${file}:${at + 1}: spread of an object literal; write its members one by one`]
        : [],
    );
}
