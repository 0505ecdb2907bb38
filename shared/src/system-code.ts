/** The code of a system's or library's error, as in ENOENT, or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
