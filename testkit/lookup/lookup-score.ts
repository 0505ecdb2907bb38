import type { DossierFound } from '@request-desk/shared/dossier';
import type { Truth } from './lookup-simulation.ts';

/** How one sentence of a verdict compares with the truth. */
type Mark = 'right' | 'silent' | 'wrong';

/** The marks of one verdict, by what they are about. */
export type Marks = Readonly<Record<'outcome' | 'who' | 'fact' | 'retry' | 'incident', Mark>>;

/** Compares a dossier with what really happened. */
export function marksOf(answer: DossierFound, truth: Truth): Marks {
  const { request, context, verdict } = answer;
  const text = [verdict.summary, ...verdict.claims.map((claim) => claim.text)].join('\n');
  return {
    outcome: mark(request?.code, truth.code, request?.cause, truth.cause),
    who: mark(
      request?.org,
      truth.org,
      request?.key_prefix || truth.keyPrefix,
      truth.keyPrefix || request?.key_prefix,
    ),
    fact: text.includes(truth.fact) ? 'right' : 'silent',
    retry: retryMark(context.retries, truth.retry, text),
    incident:
      context.blast === null
        ? 'silent'
        : mark(
            context.blast.orgs_hit,
            truth.incident.orgs,
            context.blast.errors,
            truth.incident.errors,
          ),
  };
}

function mark(a: unknown, b: unknown, c: unknown, d: unknown): Mark {
  return a === b && c === d ? 'right' : 'wrong';
}

function retryMark(
  said: DossierFound['context']['retries'],
  truth: Truth['retry'],
  text: string,
): Mark {
  if (said === null || truth === null) return said === truth ? 'right' : 'wrong';
  const after = said.succeeded_after_ms;
  const same =
    said.attempts === truth.attempts &&
    said.succeeded === (truth.passedAfterMs !== null) &&
    (after === null || Math.abs(after - (truth.passedAfterMs ?? 0)) <= 2);
  if (!same) return 'wrong';
  const spoken = truth.attempts === 0 ? 'this route again' : said.succeeded ? 'passed' : 'fail';
  return text.includes(spoken) || text.includes('none passed') ? 'right' : 'silent';
}

export interface Score {
  readonly right: number;
  readonly silent: number;
  readonly wrong: number;
}

/** A verdict is right when all its marks are, and wrong when one of them is. */
export function scoreOf(all: readonly Marks[]): Score {
  const score = { right: 0, silent: 0, wrong: 0 };
  for (const marks of all) {
    const seen = new Set(Object.values(marks));
    score[seen.has('wrong') ? 'wrong' : seen.has('silent') ? 'silent' : 'right']++;
  }
  return score;
}
