const LIMIT = 250;
const TEST_LIMIT = 400;

/** A sentence saying that a file has outgrown one idea, or undefined. */
export function fileSizeFault(file: string, text: string): string | undefined {
  const limit = /\.test\.tsx?$/.test(file) ? TEST_LIMIT : LIMIT;
  const lines = text.split('\n').length - 1;
  return lines > limit
    ? `${file}: ${lines} lines; the limit is ${limit}. Split it by idea.`
    : undefined;
}
