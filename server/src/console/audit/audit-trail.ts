/** What a call of the console leaves in the audit. */
export interface AuditNote {
  readonly callId: string;
  readonly action: string;
  readonly outcome: 'begun' | 'done' | 'failed';
  /** Who, as they are called; empty where nobody is known. */
  readonly staff: string;
  /** The session or token that they used. */
  readonly via: string;
  readonly org: string;
  /** What it was about, as `kind:id`; ids only. */
  readonly subjects: readonly string[];
  readonly count: number;
  /** Of the answer; 0 where there is none yet. */
  readonly status: number;
  readonly ticket: string;
  readonly reason: string;
  readonly address: string;
}

/** Where the console writes down who did what. Both reject with AuditUnavailable. */
export interface AuditTrail {
  /** Resolves when the note will never be lost; it joins the chain soon. */
  note(note: AuditNote): Promise<void>;
  /** Resolves when the note stands in the chain. */
  write(note: AuditNote): Promise<void>;
}

/** A note could not be written down. */
export class AuditUnavailable extends Error {}
