import { ACCESS_ENTRIES } from './catalogue-access.ts';
import type { CatalogueEntry, CauseEntry } from './catalogue-entry.ts';
import { REQUEST_ENTRIES } from './catalogue-request.ts';
import { SERVICE_ENTRIES } from './catalogue-service.ts';
import { type Cause, ERROR_CODES, type ErrorCode } from './causes.ts';
import { STATUS_OF } from './envelope.ts';

const ENTRIES = { ...REQUEST_ENTRIES, ...ACCESS_ENTRIES, ...SERVICE_ENTRIES };

/** The one table of codes: docs, replies, remediation and tests all read it. */
export const CATALOGUE: Readonly<Record<ErrorCode, CatalogueEntry>> = Object.fromEntries(
  ERROR_CODES.map((code) => [code, { code, status: STATUS_OF[code], ...ENTRIES[code] }]),
) as unknown as Record<ErrorCode, CatalogueEntry>;

/** The staff-only entry of a cause, or undefined for a pair that does not exist. */
export function causeEntry(code: ErrorCode, cause: string): CauseEntry | undefined {
  const causes = CATALOGUE[code].causes;
  return Object.hasOwn(causes, cause) ? causes[cause as Cause] : undefined;
}

/** Path of a code's section in the public documentation. */
export function docsPathOf(code: ErrorCode): string {
  return `/docs/errors#${code}`;
}
