import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../server/src/meetso/docs/openapi/document.ts';
import { wrongLines } from './wrong-lines.fixture.ts';

const FILE = join(import.meta.dirname, 'schema.ts');
const HEAD =
  '// Generated from the API’s description: npx vitest run client/src/schema.test.ts --update=true\n';

/** The types of the description, as they stand in schema.ts. */
async function generated(): Promise<string> {
  const rateLimit = { burst: 10, perMinute: 60 };
  const apiUrl = 'https://api.meetso.example';
  const description = openApi({ rateLimit, apiUrl, deprecations: {} });
  return HEAD + astToString(await openapiTS(JSON.stringify(description), { alphabetize: true }));
}

const CASES: readonly (readonly [line: string, compiles: boolean])[] = [
  ["export const a: Code<List, 429> = 'rate_limited';", true],
  ["export const b: Code<List, 429> = 'not_found';", false],
  ["export const c: Code<List, 400>[] = ['invalid_request', 'invalid_cursor'];", true],
  ["export const d: Code<One, 400> = 'invalid_cursor';", false],
  ["export const e: Code<One, 404> = 'not_found';", true],
  ["export const f: Code<List, 401>[] = ['unauthorized', 'invalid_key'];", true],
  ["export const g: Code<List, 401> = 'scope_missing';", false],
  ["export const h = (e: Error) => (e instanceof Error ? e.stack : '');", true],
  ["export const i = (x: Body<List, 400>) => (x.error.code === 'invalid_cursor' ? 1 : 2);", true],
  [
    "export const m = (x: Body<List, 400>): 'invalid_cursor' | 0 => (x.error.code === 'invalid_request' ? 0 : x.error.code);",
    true,
  ],
  ["export const j = (x: Body<List, 429>) => (x.error.code === 'not_found' ? 1 : 2);", false],
  ["export const k: NewMeeting = { title: 'a', starts_at: 'b', duration_minutes: 1 };", true],
  ["export const l: NewMeeting = { title: 'a', starts_at: 'b' };", false],
];

describe('the types of the client', () => {
  it('are those of the description', async () => {
    await expect(await generated()).toMatchFileSnapshot(FILE);
  });

  it('let the codes of a status through, and no others', async () => {
    const head = [
      `import type { components, operations } from '${FILE}';`,
      "type List = operations['listMeetings'];",
      "type One = operations['getMeeting'];",
      "type NewMeeting = components['schemas']['NewMeeting'];",
      'type Content<A> = A extends { content: { "application/json": infer B } } ? B : never;',
      'type Body<O extends { responses: object }, S extends keyof O["responses"]> = Content<O["responses"][S]>;',
      'type Code<O extends { responses: object }, S extends keyof O["responses"]> = Body<O, S> extends { error: { code: infer C } } ? C : never;',
    ];
    expect(readFileSync(FILE, 'utf8')).toContain('ApiError');
    const wrong = CASES.flatMap(([, compiles], at) => (compiles ? [] : [head.length + at + 1]));
    const text = [...head, ...CASES.map(([line]) => line)].join('\n');
    const directory = mkdtempSync(join(tmpdir(), 'desk-types-'));
    try {
      const file = join(directory, 'codes.ts');
      writeFileSync(file, text);
      expect(await wrongLines(file)).toEqual(wrong);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
