/**
 * How often verdicts are right: simulated failures of every cause with their truth, judged through
 * the real pipeline: `node bench/lookup-truth.ts [--failures 5000] [--seed 1] [--file truth.json]`.
 */
import '../testkit/header-help.ts';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openLookupDesk } from '../testkit/desks/lookup-desk.ts';
import { type Marks, marksOf, scoreOf } from '../testkit/lookup/lookup-score.ts';
import { seeded, simulate } from '../testkit/lookup/lookup-simulation.ts';

const { values } = parseArgs({
  options: {
    failures: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string' },
  },
});

const desk = await openLookupDesk();
try {
  const truths = await simulate(desk, Number(values.failures), seeded(Number(values.seed)));
  await desk.settle();
  if (values.file) writeFileSync(values.file, truths.map((t) => `${JSON.stringify(t)}\n`).join(''));
  const byCause = new Map<string, Marks[]>();
  const all: Marks[] = [];
  let shown = 0;
  for (const truth of truths) {
    const answer = await desk.lookup.dossier(truth.id);
    if (!answer.found) throw new Error(`${truth.id}: ${answer.explanation}`);
    const marks = marksOf(answer, truth);
    all.push(marks);
    const name = `${truth.code}/${truth.cause}`;
    byCause.set(name, [...(byCause.get(name) ?? []), marks]);
    if (Object.values(marks).some((mark) => mark !== 'right') && shown++ < 5)
      console.log(
        JSON.stringify({
          truth,
          marks,
          context: answer.context.retries,
          blast: answer.context.blast,
        }),
      );
  }
  console.table(Object.fromEntries([...byCause].map(([name, marks]) => [name, scoreOf(marks)])));
  const score = scoreOf(all);
  const percent = (n: number) => `${((100 * n) / all.length).toFixed(2)} %`;
  console.log(
    `${all.length} verdicts: right ${percent(score.right)}, silent ${percent(score.silent)}, wrong ${percent(score.wrong)}`,
  );
} finally {
  await desk.close();
}
