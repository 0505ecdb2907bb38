import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CapacityInputs, capacityOf } from './model.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/capacity.md');

/** Round numbers, so that each result below can be worked out by hand. */
const INPUTS: CapacityInputs = {
  bytes: 250,
  apiUs: 5_000,
  storeUs: 100,
  delivererUs: 300_000,
  replicas: 2,
  diskFill: 0.5,
  busy: 0.5,
  coresOfNode: 32,
  diskOfNodeTb: 20,
  coreMonth: 30,
  tbMonth: 80,
};

describe('capacity', () => {
  it('of 1,000 requests/s for 30 days is one shard', () => {
    // 1,000 x 86,400 x 30 x 250 bytes = 0.648 TB, half full 1.296, two copies 2.592.
    // 1,000 x 5 ms = 5 cores, half busy 10. 1,000 x 100 us + 1 x 0.3 s = 0.4 cores, half busy 0.8, twice 1.6.
    // (10 + 1.6) x 30 + 2.592 x 80 = 348 + 207.36.
    const found = capacityOf(INPUTS, { rate: 1_000, days: 30, ofDeliverer: 5_000 });
    expect(found.diskTb).toBeCloseTo(2.592, 9);
    expect(found.apiCores).toBeCloseTo(10, 9);
    expect(found.storeCores).toBeCloseTo(1.6, 9);
    expect(found.costMonth).toBeCloseTo(555.36, 6);
    expect(found).toMatchObject({ shards: 1, nodes: 2 });
  });

  it('of a million requests/s for 30 days has its nodes by their disk', () => {
    // A copy takes 1,296 TB: 64.8 nodes of 20 TB. 100 + 200 x 0.3 cores, half busy 320, are 10 nodes.
    const found = capacityOf(INPUTS, { rate: 1_000_000, days: 30, ofDeliverer: 5_000 });
    expect(found.diskTb).toBeCloseTo(2_592, 6);
    expect(found.apiCores).toBeCloseTo(10_000, 6);
    expect(found.storeCores).toBeCloseTo(640, 6);
    // 10,640 x 30 + 2,592 x 80 = 319,200 + 207,360.
    expect(found.costMonth).toBeCloseTo(526_560, 4);
    expect(found).toMatchObject({ shards: 65, nodes: 130 });
  });

  it('of a million requests/s for one day has its nodes by their CPU', () => {
    // 43.2 TB a copy are 3 nodes, 320 cores 10. Delivered by 10,000 API processes: 100 + 3,000 cores, half busy 6,200.
    const byIngest = { rate: 1_000_000, days: 1, ofDeliverer: 5_000 };
    expect(capacityOf(INPUTS, byIngest)).toMatchObject({ shards: 10, nodes: 20 });
    const byApi = capacityOf(INPUTS, { ...byIngest, ofDeliverer: 100 });
    expect(byApi.storeCores).toBeCloseTo(12_400, 6);
    expect(byApi).toMatchObject({ shards: 194, nodes: 388 });
  });

  it('of little traffic is one shard and one process that delivers', () => {
    const found = capacityOf(INPUTS, { rate: 0.1, days: 1, ofDeliverer: 5_000 });
    expect(found).toMatchObject({ shards: 1, nodes: 2 });
    expect(found.storeCores).toBeCloseTo(1.20004, 9);
  });

  it('with a third replica costs half as much again of the store alone', () => {
    const traffic = { rate: 1_000_000, days: 30, ofDeliverer: 5_000 };
    const [two, three] = [2, 3].map((replicas) => capacityOf({ ...INPUTS, replicas }, traffic));
    expect(three?.diskTb).toBeCloseTo(3_888, 6);
    expect(three?.storeCores).toBeCloseTo(960, 6);
    expect(three).toMatchObject({ nodes: 195, shards: two?.shards, apiCores: two?.apiCores });
  });
});

/** The inputs that docs/capacity.md names; of API processes there are as many as their CPU asks for. */
const DOCUMENTED: CapacityInputs = {
  ...INPUTS,
  bytes: 245.6,
  apiUs: 4_533,
  storeUs: 132,
  delivererUs: 338_000,
  diskFill: 0.7,
};
const ROW =
  /^\| ([\d,]+) \| (\d+) \| ([\d.]+) ([GTP])B \| ([\d.,]+) \| ([\d.,]+) cores(?:, (\d+) nodes)? \| ([\d.,]+) cores(?:, (\d+) nodes)? \| \$([\d.,]+) \|$/gm;
const TB: Readonly<Record<string, number>> = { G: 1e-3, T: 1, P: 1e3 };

describe('the table of docs/capacity.md', () => {
  const rows = [...readFileSync(DOCUMENT, 'utf8').matchAll(ROW)];
  const number = (text = '') => Number(text.replaceAll(',', ''));

  it('has rows up to a million requests a second', () => {
    expect(rows.map((row) => number(row[1]))).toContain(1_000_000);
    expect(rows.length).toBeGreaterThanOrEqual(9);
  });

  it.each(rows.map((row) => [`${row[1]} requests/s for ${row[2]} days`, row] as const))(
    'says what the model says of %s',
    (_, [, rate, days, disk, unit = '', api, direct, directNodes, ingest, ingestNodes, cost]) => {
      const traffic = { rate: number(rate), days: number(days) };
      const byApi = capacityOf(DOCUMENTED, { ...traffic, ofDeliverer: 110 });
      const byIngest = capacityOf(DOCUMENTED, { ...traffic, ofDeliverer: 5_000 });
      const near = (said: number, found: number) =>
        expect(Math.abs(said - found) / found).toBeLessThan(0.06);
      near(number(disk) * (TB[unit] ?? 0), byApi.diskTb);
      near(number(api), byApi.apiCores);
      near(number(direct), byApi.storeCores);
      near(number(ingest), byIngest.storeCores);
      near(number(cost), byIngest.costMonth);
      if (directNodes) expect(number(directNodes)).toBe(byApi.nodes);
      if (ingestNodes) expect(number(ingestNodes)).toBe(byIngest.nodes);
    },
  );
});
