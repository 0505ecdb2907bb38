import { needs } from '../../server/src/http/route-access.ts';

const operation = { summary: 'A route of a test', answers: { 200: { description: 'Done' } } };

/** Options of a route that a test adds to the console's API; the arguments are those of `needs`. */
export function testRoute(...access: Parameters<typeof needs>) {
  const { config } = needs(...access);
  return { config: { ...config, operation } };
}
