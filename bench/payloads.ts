/**
 * Sends payloads (XSS, SQL, template, path, SSRF, header, CSV, terminal) through every parameter and
 * telemetry field, and looks for an effect in answers, a real browser, a terminal and a spreadsheet's
 * text: `node bench/payloads.ts [--count 5000] [--seed 1]`. Needs the built console. Prints a report;
 * exits 1 with a finding, or when a planted fault was overlooked.
 */
import '../testkit/header-help.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { asStaff } from '../testkit/browser/as-staff.ts';
import { launchBrowser } from '../testkit/browser/browser.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { overlookedFaults } from '../testkit/payloads/planted.ts';
import { runPayloads } from '../testkit/payloads/run-payloads.ts';
import { Random } from '../testkit/random.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const TABS = 3;
let hits = 0;
const target = createServer((_request, response) => {
  hits++;
  response.end();
}).listen(0);
const stack = new AsyncDisposableStack();
stack.defer(() => void target.close());
try {
  const targetUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}/ssrf`;
  await fetch(targetUrl);
  if (hits !== 1) throw new Error('the target of SSRF payloads does not count');
  hits = 0;
  const desk = await startDesk({
    env: { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' },
  });
  stack.defer(() => desk.stop());
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  const overlooked = await overlookedFaults(await browser.newPage(), desk.consoleUrl);
  const tabs = await Promise.all(
    Array.from({ length: TABS }, () => browser.newPage(asStaff(desk))),
  );
  const run = await runPayloads({
    desk,
    tabs,
    target: targetUrl,
    hits: () => hits,
    count: Number(values.count),
    random: new Random(Number(values.seed)),
    onProgress: (line) => console.error(line),
  });
  console.log(`payloads                ${run.payloads} (seed ${values.seed})`);
  console.log(`calls                   ${run.calls}, ${run.parameters} parameters of the console`);
  console.log(`telemetry fields        ${run.fields}`);
  console.log(`pages in Chromium       ${run.pages}`);
  console.log(
    `planted, not found      ${overlooked.length === 0 ? 'none' : overlooked.join(', ')}`,
  );
  console.log(`findings                ${run.findings.length}`);
  for (const finding of run.findings.slice(0, 40)) console.log(`  ${finding}`);
  if (run.findings.length > 0 || overlooked.length > 0) process.exitCode = 1;
} finally {
  await stack.disposeAsync();
}
