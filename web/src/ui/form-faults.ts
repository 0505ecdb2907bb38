import type { z } from 'zod';

/** What a form says of what was left empty; undefined leaves the schema's words. */
export function neededWords(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): string | undefined {
  const empty =
    (issue.code === 'too_small' && (issue.origin === 'string' || issue.origin === 'array')) ||
    (issue.code === 'invalid_type' && issue.expected === 'string');
  if (empty) return 'is required';
  const number = issue.code === 'invalid_type' && ['number', 'int'].includes(issue.expected);
  return number ? 'must be a number' : undefined;
}

/** What is wrong with a field, as a sentence of its own: `name: is needed`. */
export function faultSentence(path: readonly PropertyKey[], message: string): string {
  const field = path.filter((part) => part !== 'settings').join('.') || 'form';
  return `${field.replaceAll('_', ' ')}: ${message}`;
}

/** What is wrong with a form that shows it in one place, one sentence for each field. */
export function formFaults(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) =>
    faultSentence(issue.path, neededWords(issue) ?? issue.message),
  );
}
