/** Whose requests are meant; without a route or an organisation, those of all. */
export interface RouteAndOrg {
  readonly route?: string | undefined;
  readonly org?: string | undefined;
}

/** What follows the first condition of a WHERE, for any table that has Route and OrgId, and its parameters. */
export function andOf({ route, org }: RouteAndOrg) {
  const conditions = [
    ...(route === undefined ? [] : ['AND Route = {route: String}']),
    ...(org === undefined ? [] : ['AND OrgId = {org: String}']),
  ];
  const params = {
    ...(route === undefined ? {} : { route }),
    ...(org === undefined ? {} : { org }),
  };
  return { and: conditions.join(' '), params };
}
