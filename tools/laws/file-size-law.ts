const LIMIT = 250;
const TEST_LIMIT = 400;
/** Written by a program, and kept as it comes. */
const GENERATED: readonly string[] = ['client/src/schema.ts'];

/** A sentence saying that a file has outgrown one idea, or undefined. */
export function fileSizeFault(file: string, text: string): string | undefined {
  if (GENERATED.includes(file)) return undefined;
  const limit = /\.test\.tsx?$/.test(file) ? TEST_LIMIT : LIMIT;
  const lines = text.split('\n').length - 1;
  return lines > limit
    ? `${file}: ${lines} lines; the limit is ${limit}. Split it by idea.`
    : undefined;
}
