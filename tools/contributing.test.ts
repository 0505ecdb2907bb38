import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

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
