import { expect, it } from 'vitest';
import { CHARGES_PROFILE } from '../../../testkit/profiles/charges.ts';
import { RESTORE_DRILL_USAGE, restoreDrillCommand } from './restore-drill-command.ts';

async function run(args: string[], cluster?: string) {
  const said = { out: '', err: '' };
  const settings = {
    clickhouse: { url: undefined, cluster },
    databaseUrl: undefined,
    secretsKeys: [],
    dataDir: '/nowhere/data',
    retentionDays: 30,
    profile: CHARGES_PROFILE,
    heads: () => [],
    directoryOf: () => undefined,
  };
  const code = await restoreDrillCommand(args, settings, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

it('says how it is used', async () => {
  expect(await run(['--help'])).toEqual({ code: 0, out: RESTORE_DRILL_USAGE, err: '' });
  for (const args of [[], ['--telemetry', 'a'], ['--control-plane', 'a', 'b'], ['--what']])
    expect(await run(args)).toEqual({ code: 2, out: '', err: RESTORE_DRILL_USAGE });
});

it('refuses a cluster', async () => {
  const { code, err } = await run(['--control-plane', 'a'], 'desk');
  expect([code, err]).toEqual([2, expect.stringContaining('CLICKHOUSE_CLUSTER')]);
});

it('names each backup that is not there', async () => {
  expect(await run(['--control-plane', '/nowhere/a'])).toEqual({
    code: 1,
    out: 'NOT WHOLE: 2 faults\n',
    err:
      'telemetry: without CLICKHOUSE_URL the copy of DATA_DIR/clickhouse has to be named\n' +
      'control plane: there is no /nowhere/a\n',
  });
});
