import { createConfig, lintFromString } from '@redocly/openapi-core';

/** What the recommended rules of an OpenAPI linter find in a description: rule, place, words. */
export async function lint(description: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({
    source: description,
    absoluteRef: 'openapi.json',
    config,
  });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`,
  );
}
