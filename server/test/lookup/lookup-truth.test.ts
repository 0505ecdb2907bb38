import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { marksOf, scoreOf } from '../../../testkit/lookup/lookup-score.ts';
import { seeded, simulate } from '../../../testkit/lookup/lookup-simulation.ts';

/** `bench/lookup-truth.ts` judges thousands; this many keep the law in every run. */
const FAILURES = 116;
let desk: LookupDesk;

beforeAll(async () => {
  desk = await openLookupDesk();
});

afterAll(async () => {
  await desk.close();
});

it('judges simulated failures of every cause as the truth file does', async () => {
  const truths = await simulate(desk, FAILURES, seeded(7));
  await desk.settle();
  const all = [];
  const faults: string[] = [];
  for (const truth of truths) {
    const answer = await desk.lookup.dossier(truth.id);
    if (!answer.found) throw new Error(answer.explanation);
    const marks = marksOf(answer, truth);
    all.push(marks);
    if (Object.values(marks).some((mark) => mark !== 'right'))
      faults.push(
        JSON.stringify({ truth, marks, verdict: answer.verdict.claims.map((c) => c.text) }),
      );
  }
  expect(faults).toEqual([]);
  expect(scoreOf(all)).toEqual({ right: FAILURES, silent: 0, wrong: 0 });
});
