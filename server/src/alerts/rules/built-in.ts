import type { AlertRule } from '@request-desk/shared/alert-rules-api';
import type { AlertClass, Profile } from '@request-desk/shared/profile';

/** Ids of the rules that are on without configuration; they can be switched off. */
const BUILT_IN: ReadonlySet<string> = new Set(['errors-500', 'surge-429', 'no-data']);

/** The built-in rules of a desk for this API, called as the API calls its classes of failures. */
export function builtInRules(
  profile: Pick<Profile, 'alerts'>,
): Pick<AlertRule, 'id' | 'name' | 'description'>[] {
  const judging = (of: AlertClass, id: string, description: (name: string) => string) => {
    const called = profile.alerts[of];
    if (called === undefined) return [];
    const { name, rule = name.charAt(0).toUpperCase() + name.slice(1) } = called;
    return [{ id, name: rule, description: description(name) }];
  };
  return [
    ...judging(
      'server',
      'errors-500',
      (name) =>
        `Everybody, one route or one organisation gets ${name}: notifies within about 20 s; ` +
        'pages when everybody or a whole route is hit for a minute.',
    ),
    ...judging(
      'limit',
      'surge-429',
      () =>
        'One organisation is over its rate limit: notifies. Several that send no more than usual ' +
        'are limited at once: pages.',
    ),
    {
      id: 'no-data',
      name: 'No telemetry',
      description: 'Nothing arrives though something should: notifies after about a minute.',
    },
  ];
}

export function isBuiltIn(id: string): boolean {
  return BUILT_IN.has(id);
}
