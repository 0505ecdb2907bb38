import type { CauseOf, ErrorCode } from './causes.ts';
/** Whether repeating the same call can help, and how. */
export type Retry = 'never' | 'after_retry_after' | 'backoff';

/** What everyone may know about a code (`docs`), and what staff need on top. */
export interface CatalogueEntry {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  /** Public: when the API answers with this code. */
  readonly when: string;
  /** Public: what the caller should do; also the reply's next step. */
  readonly nextStep: string;
  readonly retry: Retry;
  /** Staff only: what each cause means and how to resolve it. */
  readonly causes: Readonly<Record<string, CauseEntry>>;
}

/** Staff-only text of one cause. */
export interface CauseEntry {
  /** One sentence: what happened. */
  readonly meaning: string;
  /** What the support person does next, in order. */
  readonly remediation: readonly string[];
}

/** What is written by hand for one code; the table adds code and status. */
export type Entry<C extends ErrorCode> = Omit<CatalogueEntry, 'code' | 'status' | 'causes'> & {
  readonly causes: Readonly<Record<CauseOf<C>, CauseEntry>>;
};
