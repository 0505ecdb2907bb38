import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Edit, typeFaults } from './trials/type-faults.ts';

const ROOT = join(import.meta.dirname, '..');
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** What stands in backticks and is a path or the name of a file. */
const NAMED = [
  ...textOf('CONTRIBUTING.md').matchAll(/`([\w./-]+(?:\/|\.(?:ts|tsx|md|json)))`/g),
].map(([, path = '']) => path);
/** Left as they are: a page's own file, whose folder is the newcomer's, and a value of a setting. */
const NOT_OF_THE_TREE = ['url.ts', './profile.json'];

it('names whole paths of files and folders that exist', () => {
  const missing = NAMED.filter((path) => !existsSync(join(ROOT, path)));
  expect(NAMED.length).toBeGreaterThan(15);
  expect(missing.filter((path) => !NOT_OF_THE_TREE.includes(path))).toEqual([]);
});

it.each([
  ['testkit/replies/reply-examples.ts', 'REPLY_EXAMPLES'],
  ['shared/src/explore-api.ts', 'FACET_LABEL'],
  ['server/src/clickhouse/queries/explore-columns.ts', 'FACET_VALUE'],
  ['web/src/ui/request-table-parts.tsx', 'COLUMNS'],
  ['shared/src/alert-channels-api.ts', 'channelSettings'],
  ['shared/src/alert-channels-api.ts', 'DESTINATION_FIELDS'],
  ['server/src/alerts/notifiers/registry.ts', 'NOTIFIERS'],
  ['web/src/pages/alerts/channels/channel-kind.ts', 'CHANNEL_KIND'],
  ['web/src/app/routes.tsx', 'routeTree'],
  ['web/src/app/navigation.ts', 'navigation'],
  ['web/src/api/stored-value.ts', 'storedValue'],
  ['server/src/http/route-access.ts', 'AUDIT_OF_READING'],
  ['server/src/meetso/docs/openapi/operations.ts', 'RESOURCES'],
  ['server/src/meetso/scopes.ts', 'SCOPES'],
])('names %s, where %s is', (path, symbol) => {
  expect(NAMED).toContain(path);
  expect(textOf(path)).toMatch(new RegExp(`(?:const|function) ${symbol}\\b`));
});

/** What stands of one wish, from its bold words to the next. */
function sectionOf(wish: string): string {
  const [, section = ''] = textOf('CONTRIBUTING.md').split(`\n**${wish}**`);
  return section.split('\n**')[0] ?? '';
}

interface Trial {
  readonly what: string;
  /** As CONTRIBUTING.md calls it; undefined: a change that no wish is about. */
  readonly wish?: string;
  readonly edits: readonly Edit[];
  /** Files that do not type-check until they follow. */
  readonly follow: readonly string[];
  /** At most so many files are changed in all. */
  readonly most?: number;
}

const after = (path: string, text: string, more: string): Edit => ({
  path,
  from: text,
  to: text + more,
});
const EXPLORE = 'shared/src/explore-api.ts';
const CHANNELS = 'shared/src/alert-channels-api.ts';
const MEETINGS = 'server/src/meetso/meetings';
const CODES = 'server/src/meetso/catalogue/codes';

/** Beginnings of changes, each without what has to follow. */
const TRIALS: readonly Trial[] = [
  {
    what: 'a kind of cause',
    wish: 'a cause',
    edits: [after('shared/src/profile.ts', "'limit_auth_flood'", ", 'limit_trial'")],
    follow: [
      'server/src/lookup/verdicts/judge.ts',
      'server/src/lookup/verdicts/limit.ts',
      'server/src/lookup/reply/facts-of-kind.ts',
    ],
  },
  {
    what: 'a cause without its texts',
    edits: [after(`${CODES}/invalid-cursor.ts`, '  causes: {', " trial: { kind: 'page_token' },")],
    follow: [`${CODES}/invalid-cursor.ts`, 'server/src/meetso/catalogue/catalogue.ts'],
  },
  {
    what: 'a cause that is thrown only',
    edits: [{ path: `${MEETINGS}/cursor.ts`, from: "refused('expired')", to: "refused('thrown')" }],
    follow: [`${MEETINGS}/cursor.ts`],
  },
  {
    what: 'a cause of another class',
    edits: [
      {
        path: `${CODES}/not-found.ts`,
        from: "kind: 'absent'",
        to: "kind: 'exception'",
      },
    ],
    follow: [`${CODES}/not-found.ts`, 'server/src/meetso/catalogue/catalogue.ts'],
  },
  {
    what: 'a route of the Meetso API',
    wish: 'a route of the Meetso API',
    edits: [
      after(
        `${MEETINGS}/operations.ts`,
        'export const MEETING_OPERATIONS = {',
        ' trial: {} as Operation,',
      ),
    ],
    follow: [`${MEETINGS}/routes.ts`],
  },
  {
    what: 'a parameter that only a handler reads',
    edits: [after(`${MEETINGS}/list-participants.ts`, '{ id, limit, cursor', ', trial')],
    follow: [`${MEETINGS}/list-participants.ts`],
  },
  {
    what: 'a column that is a facet',
    wish: 'a column of the explorer',
    edits: [
      after(
        EXPLORE,
        '  release: queryList(queryText).optional(),',
        ' trial: queryList(queryText).optional(),',
      ),
      after(EXPLORE, "  release: 'Release',", " trial: 'Trial',"),
      after(EXPLORE, '  release: z.string(),', ' trial: z.string(),'),
    ],
    follow: [
      'server/src/clickhouse/queries/explore-columns.ts',
      'server/test/explore/explore-search.test.ts',
      'web/src/ui/request-table-parts.tsx',
    ],
    most: 4,
  },
  {
    what: 'a notification channel',
    wish: 'a notification channel',
    edits: [
      after(
        CHANNELS,
        "z.discriminatedUnion('kind', [",
        " z.strictObject({ kind: z.literal('trial'), ...target }),",
      ),
      after(CHANNELS, '    user: z.string().max(200).optional(),', ' trial: address.optional(),'),
    ],
    follow: [
      CHANNELS,
      'server/src/alerts/notifiers/registry.ts',
      'web/src/pages/alerts/channels/channel-kind.ts',
    ],
    most: 3, // and the file of its own
  },
  {
    what: 'a kind of alert',
    edits: [after('shared/src/alerts-api.ts', "z.enum(['global', 'route'", ", 'trial'")],
    follow: [
      'server/src/alerts/delivery/addressed.ts',
      'server/src/alerts/engine/series.ts',
      'server/src/alerts/incidents/subject.ts',
    ],
  },
  {
    what: 'a state of a key or token',
    edits: [after('shared/src/support-api.ts', "keyState = z.enum(['active'", ", 'trial'")],
    follow: ['server/src/meetso/demo/seed-demo.ts', 'web/src/ui/credential-state.tsx'],
  },
];

it('has one command for all that is generated by tests', () => {
  const { generate = '' } = JSON.parse(textOf('package.json')).scripts;
  const tests = globSync('{server,client,tools,emitter,shared,web}/**/*.test.{ts,tsx}', {
    cwd: ROOT,
    exclude: ['**/node_modules/**'],
  }).filter((path) => textOf(path).includes('.toMatch' + 'FileSnapshot('));
  expect(tests.length).toBeGreaterThan(3);
  expect(tests.filter((path) => !generate.includes(path))).toEqual([]);
});

describe('changes that were begun', () => {
  it.each(TRIALS.filter(({ most }) => most !== undefined))('of $what are few files', (trial) => {
    const paths = new Set([...trial.edits.map(({ path }) => path), ...trial.follow]);
    expect(paths.size).toBeLessThanOrEqual(trial.most ?? 0);
  });

  it.each(TRIALS.flatMap(({ wish, follow }) => (wish ? follow.map((path) => [wish, path]) : [])))(
    'name in the list of %s the file %s',
    (wish = '', path = '') => {
      const named = NAMED.filter((one) => sectionOf(wish).includes(`\`${one}\``));
      expect(named).toContain(path);
    },
  );

  it('do not type-check in the files that have to follow, and in no other', async () => {
    const faults = await typeFaults(TRIALS.flatMap(({ edits }) => edits));
    const expected = new Set(TRIALS.flatMap(({ follow }) => follow));
    expect([...new Set(faults.map(({ path }) => path))].sort()).toEqual([...expected].sort());
    // Of a table or a form it is the entry that is missing, and no other fault of the file.
    const missing = faults.filter(({ message }) => /trial/.test(message)).map(({ path }) => path);
    expect(missing).toEqual(
      expect.arrayContaining([
        'server/src/alerts/notifiers/registry.ts',
        'server/src/clickhouse/queries/explore-columns.ts',
        'server/src/lookup/verdicts/limit.ts',
        'web/src/ui/request-table-parts.tsx',
        'web/src/pages/alerts/channels/channel-kind.ts',
        'web/src/ui/credential-state.tsx',
      ]),
    );
  }, 600_000);
});
