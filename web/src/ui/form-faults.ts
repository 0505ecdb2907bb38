import type { z } from 'zod';

/** What is wrong with a form, one sentence for each field: `name: is needed`. */
export function formFaults(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => {
    const field = issue.path.filter((part) => part !== 'settings').join('.') || 'form';
    const empty =
      (issue.code === 'too_small' && (issue.origin === 'string' || issue.origin === 'array')) ||
      (issue.code === 'invalid_type' && issue.expected === 'string');
    return `${field.replaceAll('_', ' ')}: ${empty ? 'is needed' : issue.message}`;
  });
}
