/** Rules that are on without configuration; they can be switched off. */
export const BUILT_IN_RULES = [
  {
    id: 'errors-500',
    name: '500 spikes',
    description:
      'Everybody, one route or one organisation gets 500s: notifies within about 20 s; pages when ' +
      'everybody or a whole route is hit for a minute.',
  },
  {
    id: 'surge-429',
    name: '429 surges',
    description:
      'One organisation is over its rate limit: notifies. Several that send no more than usual ' +
      'are limited at once: pages.',
  },
  {
    id: 'no-data',
    name: 'No telemetry',
    description: 'Nothing arrives though something should: notifies after about a minute.',
  },
] as const;

export function isBuiltIn(id: string): boolean {
  return BUILT_IN_RULES.some((rule) => rule.id === id);
}
