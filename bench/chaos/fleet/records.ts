import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** An answer that a customer got, noted before anything else is done with it. */
const answer = z.object({
  id: z.string(),
  status: z.int(),
  /** Sent with a key that is valid, to a route that reads it. */
  keyed: z.boolean(),
  /** Milliseconds from the question to the head of the answer. */
  ms: z.number(),
  phase: z.string(),
  /** How many stores there were before the one that has it. */
  era: z.int(),
});
export type Answer = z.infer<typeof answer>;

/** What the console said when it was asked for an id. */
const ask = z.object({
  id: z.string(),
  /** `answered`: a customer holds it; `never`: nobody ever minted it; `old`: of a store replaced since. */
  kind: z.enum(['answered', 'never', 'old']),
  /** Phase in which the pursuit of this id began. */
  phase: z.string(),
  /** Which ask for this id, from 0. */
  turn: z.int(),
  /** Milliseconds since the answer (or, for ids that were never minted, since the first ask). */
  after: z.number(),
  /** How long the console took. */
  took: z.number(),
  /** `found`, a reason of the console, `unanswered` or `http 500`. */
  said: z.string(),
});
export type Ask = z.infer<typeof ask>;

/** A call that got no answer. */
const silence = z.object({ phase: z.string(), ms: z.number(), why: z.string() });
export type UnansweredCall = z.infer<typeof silence>;

/** What a client writes, one JSON object a line in each file. */
export interface Notes {
  readonly answers: readonly Answer[];
  readonly asks: readonly Ask[];
  readonly silences: readonly UnansweredCall[];
}

/** Names of a client's files in its directory. */
export const NOTES = { answers: 'answers', asks: 'asks', silences: 'silences' } as const;

/** Reads a client's notes; a file that was never begun is empty. */
export function notesIn(directory: string): Notes {
  return {
    answers: lines(`${directory}/${NOTES.answers}`).map((line) => answer.parse(line)),
    asks: lines(`${directory}/${NOTES.asks}`).map((line) => ask.parse(line)),
    silences: lines(`${directory}/${NOTES.silences}`).map((line) => silence.parse(line)),
  };
}

function lines(file: string): unknown[] {
  const text = readFileSync(file, { encoding: 'utf8', flag: 'a+' });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** What a client gets at its start, as JSON in its first argument. */
export const clientOptions = z.object({
  directory: z.string(),
  apiUrl: z.string(),
  consoleUrl: z.string(),
  staffToken: z.string(),
  /** Secrets of valid keys. */
  keys: z.array(z.string()).min(1),
  /** Calls a second; five in six of them are errors. */
  rate: z.number(),
  /** Answered ids that are asked for, a second. */
  asksPerS: z.number(),
  /** Ids that nobody minted that are asked for, a second. */
  neversPerS: z.number(),
  seed: z.int(),
  /** An id asked for at a stub that says `never_seen`: the judge has to find it. */
  planted: z.object({ id: z.string(), url: z.string() }),
});
export type ClientOptions = z.infer<typeof clientOptions>;

/** Commands to a client while it runs, one JSON object a line. */
export const order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('phase'), name: z.string() }),
  z.object({ do: z.literal('pause') }),
  z.object({ do: z.literal('go') }),
  /** The store was replaced: what was answered so far is of another era. */
  z.object({ do: z.literal('era') }),
  /** Asks again for so many ids of eras before, until each is found or `incomplete`. */
  z.object({ do: z.literal('ask old'), count: z.int() }),
  /** Errors that an earlier release has answered: noted and asked for like those of this one. */
  z.object({ do: z.literal('note'), ids: z.array(z.string()) }),
  /** Ids of eras before are no longer asked for. */
  z.object({ do: z.literal('forget old') }),
  /** No new calls; ends when everything asked for is known, at the latest after so long. */
  z.object({ do: z.literal('end'), withinMs: z.number() }),
]);
export type Order = z.infer<typeof order>;

/** What a client says of itself several times a second, one JSON object a line. */
export const progress = z.object({
  errors: z.int(),
  successes: z.int(),
  silences: z.int(),
  /** Ids asked for that are not yet known, of the three kinds. */
  pursued: z.object({ answered: z.int(), never: z.int(), old: z.int() }),
  /** Seconds since the oldest of the answered ones among them was answered. */
  oldestS: z.number(),
});
export type Progress = z.infer<typeof progress>;
