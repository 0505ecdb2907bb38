import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESERVED_PREFIXES } from '@request-desk/shared/legacy-contract';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { LIMITS } from '../../src/ingest/limits.ts';

const text = readFileSync(
  join(import.meta.dirname, '../../../deploy/collector/collector.yaml'),
  'utf8',
);
const parts = z.record(z.string(), z.unknown());
const list = z.array(z.string());
const queue = z.object({
  storage: z.string(),
  block_on_overflow: z.literal(true),
  batch: z.object({ max_size: z.number() }),
});
const config = z
  .object({
    extensions: parts,
    receivers: parts,
    processors: parts,
    exporters: z.record(
      z.string(),
      z.object({
        headers: z.record(z.string(), z.string()),
        retry_on_failure: z.object({ max_elapsed_time: z.literal('0s') }),
        sending_queue: queue,
      }),
    ),
    service: z.object({
      extensions: list,
      pipelines: z.record(
        z.string(),
        z.object({ receivers: list, processors: list, exporters: list }),
      ),
    }),
  })
  .parse(parse(text, { merge: true }));
const pipelines = Object.entries(config.service.pipelines);

it('uses every part that it defines, and defines every part that it uses', () => {
  for (const kind of ['receivers', 'processors', 'exporters'] as const) {
    const used = new Set(pipelines.flatMap(([, pipeline]) => pipeline[kind]));
    expect([...used].sort(), kind).toEqual(Object.keys(config[kind]).sort());
  }
  expect(config.service.extensions.toSorted()).toEqual(Object.keys(config.extensions).sort());
});

it('sends what the API says with its token, and drops its names from everybody else', () => {
  const { exporters } = config;
  expect(exporters['otlp_http/api']?.headers.authorization).toContain('INGEST_API_TOKEN');
  expect(exporters['otlp_http/services']?.headers.authorization).toContain('RELAY_TOKEN');
  for (const [name, { receivers, exporters: to, processors }] of pipelines) {
    if (to.includes('otlp_http/api')) expect(receivers, name).toEqual(['otlp/api']);
    else expect(processors, name).toContain('resource/sender');
  }
  expect(config.service.pipelines['logs/services']?.processors).toContain('filter/reserved');
  const [, names = ''] = /IsMatch\(log\.event_name, "(.*)"\)/.exec(text) ?? [];
  const reserved = new RegExp(names.replaceAll('\\\\', '\\'));
  for (const prefix of RESERVED_PREFIXES) expect(`${prefix}request`).toMatch(reserved);
  expect('order.paid').not.toMatch(reserved);
});

it('never gives up what the desk may take, on disk, in bodies that it takes', () => {
  for (const { sending_queue } of Object.values(config.exporters)) {
    expect(sending_queue.storage).toBe('file_storage');
    expect(sending_queue.batch.max_size).toBeLessThan(LIMITS.bodyBytes / 2);
  }
});

it('names each variable that it reads, with its default, where it begins', () => {
  const [head = ''] = text.split('\nextensions:');
  const read = [...text.matchAll(/\$\{env:([A-Z_]+)(?::-([^}]*))?\}/g)];
  expect(read.length).toBeGreaterThan(5);
  for (const [, name = '', preset = ''] of read) {
    const line = head.split('\n').find((one) => one.startsWith(`#   ${name} `));
    expect(line, name).toContain(preset);
  }
});
