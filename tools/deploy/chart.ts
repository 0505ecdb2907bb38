import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { processFaults, sampleOf } from './configured.ts';

const CHART = join(import.meta.dirname, '../../deploy/helm/request-desk');
/** The oldest Kubernetes that the chart names, and the newest whose schemas the validator has. */
const KUBERNETES = ['1.27', '1.30'];
/** A helm of one's own building believes in a Kubernetes that is older still. */
const AS_OLDEST = ['--kube-version', '1.27'];
/** Of operators: their schemas are not Kubernetes' own. */
const FOREIGN = new Set(['ServiceMonitor']);
/** Values that have to be refused, and a word of the reason. */
const REFUSED: readonly (readonly [set: string, reason: RegExp])[] = [
  ['stopGraceSeconds=49,drainSeconds=20', /drainSeconds and 30 more/],
  ['existingSecret=', /existingSecret/],
  ['consoleUrl=http://desk.example.com', /consoleUrl/],
  ['settings.STAFF_TOKEN=in-the-open', /STAFF_TOKEN/],
  ['profile=anything', /api.enabled/],
  ['api.replica=3', /replica/],
];

const workload = z.object({
  kind: z.enum(['StatefulSet', 'Deployment']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    template: z.object({
      spec: z.object({
        terminationGracePeriodSeconds: z.int(),
        containers: z
          .array(
            z.object({
              env: z.array(
                z.object({
                  name: z.string(),
                  value: z.string().optional(),
                  valueFrom: z.object({ secretKeyRef: z.object({ key: z.string() }) }).optional(),
                }),
              ),
            }),
          )
          .length(1),
      }),
    }),
  }),
});

/** Lints, renders and validates the chart with each file of `ci/`; faults, one line or more each. */
export function chartFaults(helm: string, validate: string, scratch: string): string[] {
  const files = readdirSync(join(CHART, 'ci')).map((name) => join(CHART, 'ci', name));
  const faults = files.flatMap((file) => renderedFaults(helm, validate, scratch, file));
  const [least = ''] = files.filter((file) => file.endsWith('least-values.yaml'));
  for (const [set, reason] of REFUSED) {
    const { failed, text } = run(helm, [
      'template',
      'desk',
      CHART,
      '-f',
      least,
      '--set',
      set,
      ...AS_OLDEST,
    ]);
    if (!failed) faults.push(`--set ${set} is not refused`);
    else if (!reason.test(text)) faults.push(`--set ${set} is refused for another reason: ${text}`);
  }
  return faults;
}

function renderedFaults(helm: string, validate: string, scratch: string, file: string): string[] {
  const lint = run(helm, ['lint', '--strict', CHART, '-f', file, ...AS_OLDEST]);
  if (lint.failed) return [`${file}: ${lint.text}`];
  const { failed, text } = run(helm, ['template', 'desk', CHART, '-f', file, ...AS_OLDEST]);
  if (failed) return [`${file}: ${text}`];
  const documents = parseAllDocuments(text)
    .map((document): unknown => document.toJS())
    .filter((document) => document !== null);
  const kinds = documents.map((document) => z.object({ kind: z.string() }).parse(document).kind);
  const own = documents.filter((_, at) => !FOREIGN.has(kinds[at] ?? ''));
  const rendered = join(scratch, 'rendered.yaml');
  writeFileSync(rendered, own.map((one) => JSON.stringify(one)).join('\n---\n'));
  const faults: string[] = [];
  for (const version of KUBERNETES) {
    const answer = run(validate, ['--version', version, rendered]);
    if (answer.failed) faults.push(`${file}, Kubernetes ${version}: ${answer.text}`);
  }
  const workloads = documents.map((one) => workload.safeParse(one)).filter((one) => one.success);
  for (const { data } of workloads) faults.push(...workloadFaults(data));
  console.log(`  ${file.slice(CHART.length + 1)}: ${documents.length} objects`);
  return faults;
}

function workloadFaults({ metadata, spec }: z.infer<typeof workload>): string[] {
  const { containers, terminationGracePeriodSeconds: grace } = spec.template.spec;
  const env = containers[0]?.env ?? [];
  const values = env.map(({ name, value, valueFrom }) => [
    name,
    value ?? sampleOf(valueFrom?.secretKeyRef.key ?? name),
  ]);
  const twice = env.filter(({ name }, at) => env.findIndex((one) => one.name === name) !== at);
  return [
    ...twice.map(({ name }) => `${name} is set twice`),
    ...processFaults(Object.fromEntries(values), grace),
  ].map((fault) => `${metadata.name}: ${fault}`);
}

function run(program: string, args: readonly string[]): { failed: boolean; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  const failed = status !== 0;
  return { failed, text: failed ? `${stdout}${stderr}`.trim() : stdout };
}
