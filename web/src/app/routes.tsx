import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { directoryManaged } from '../api/directory.ts';
import { requestQuery } from '../api/requests.ts';
import { historySearch } from '../pages/alerts/history-url.ts';
import { auditSearch } from '../pages/audit/url.ts';
import { dashboardSearch } from '../pages/dashboards/url.ts';
import { exploreSearch } from '../pages/explore/url.ts';
import { HomePage } from '../pages/home/home-page.tsx';
import { lookupSearch } from '../pages/lookup/url.ts';
import { requestSearch } from '../pages/request/url.ts';
import { rangeSearch } from '../ui/range/time-range.ts';
import { stripSecrets } from '../ui/strip-secrets.ts';
import { lazyPage } from './lazy-page.tsx';
import { PageMissing } from './page-missing.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Shell,
  notFoundComponent: PageMissing,
});
const under = { getParentRoute: () => rootRoute } as const;

const home = createRoute({ ...under, path: '/', component: HomePage });

const request = createRoute({
  ...under,
  path: '/r/$id',
  validateSearch: requestSearch,
  beforeLoad: ({ params }) => {
    // A key typed into the address bar is neither sent nor left in the history.
    const { text, removed } = stripSecrets(params.id);
    if (removed.length > 0) throw redirect({ to: '/r/$id', params: { id: text }, replace: true });
  },
  // Starts the call while the page's code loads; the page itself shows how it goes.
  loaderDeps: ({ search }) => ({ org: search.org }),
  loader: ({ context, params, deps }) =>
    void context.queryClient.prefetchQuery(requestQuery(params.id, deps.org)),
  component: lazyPage(() => import('../pages/request/request-page.tsx'), 'RequestPage'),
});

/** As the API spells the address of a request: people change the one into the other by hand. */
const requestByApi = createRoute({
  ...under,
  path: '/requests/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/r/$id', params, replace: true });
  },
});

const lookup = createRoute({
  ...under,
  path: '/lookup',
  validateSearch: lookupSearch,
  component: lazyPage(() => import('../pages/lookup/lookup-page.tsx'), 'LookupPage'),
});

const codes = createRoute({
  ...under,
  path: '/codes',
  validateSearch: rangeSearch,
  component: lazyPage(() => import('../pages/codes/codes-page.tsx'), 'CodesPage'),
});

const code = createRoute({
  ...under,
  path: '/codes/$code',
  validateSearch: rangeSearch,
  component: lazyPage(() => import('../pages/codes/code-page.tsx'), 'CodePage'),
});

const explore = createRoute({
  ...under,
  path: '/explore',
  validateSearch: exploreSearch,
  component: lazyPage(() => import('../pages/explore/explore-page.tsx'), 'ExplorePage'),
});

const dashboards = createRoute({
  ...under,
  path: '/dashboards',
  validateSearch: dashboardSearch,
  component: lazyPage(() => import('../pages/dashboards/dashboards-page.tsx'), 'DashboardsPage'),
});

const status = createRoute({
  ...under,
  path: '/status',
  component: lazyPage(() => import('../pages/status/status-page.tsx'), 'StatusPage'),
});

const access = createRoute({
  ...under,
  path: '/access',
  component: lazyPage(() => import('../pages/access/access-page.tsx'), 'AccessPage'),
});

const audit = createRoute({
  ...under,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyPage(() => import('../pages/audit/audit-page.tsx'), 'AuditPage'),
});

/** Pages of organisations and keys are there only where somebody manages those. */
const managed = () => {
  if (!directoryManaged()) throw notFound();
};

const orgs = createRoute({
  ...under,
  path: '/orgs',
  beforeLoad: managed,
  component: lazyPage(() => import('../pages/orgs/orgs-page.tsx'), 'OrgsPage'),
});

const org = createRoute({
  ...under,
  path: '/orgs/$id',
  beforeLoad: managed,
  validateSearch: rangeSearch,
  component: lazyPage(() => import('../pages/orgs/org-page.tsx'), 'OrgPage'),
});

const key = createRoute({
  ...under,
  path: '/keys/$id',
  beforeLoad: managed,
  component: lazyPage(() => import('../pages/orgs/keys/key-page.tsx'), 'KeyPage'),
});

const id = createRoute({
  ...under,
  path: '/ids/$id',
  validateSearch: rangeSearch,
  component: lazyPage(() => import('../pages/ids/id-page.tsx'), 'IdPage'),
});

const alerts = createRoute({
  ...under,
  path: '/alerts',
  component: lazyPage(() => import('../pages/alerts/firing-page.tsx'), 'FiringPage'),
});

const alertHistory = createRoute({
  ...under,
  path: '/alerts/history',
  validateSearch: historySearch,
  component: lazyPage(() => import('../pages/alerts/history-page.tsx'), 'HistoryPage'),
});

const alertRules = createRoute({
  ...under,
  path: '/alerts/rules',
  component: lazyPage(() => import('../pages/alerts/rules/rules-page.tsx'), 'RulesPage'),
});

const alertObjectives = createRoute({
  ...under,
  path: '/alerts/objectives',
  component: lazyPage(
    () => import('../pages/alerts/objectives/objectives-page.tsx'),
    'ObjectivesPage',
  ),
});

const alertChannels = createRoute({
  ...under,
  path: '/alerts/channels',
  component: lazyPage(() => import('../pages/alerts/channels/channels-page.tsx'), 'ChannelsPage'),
});

const alertSilences = createRoute({
  ...under,
  path: '/alerts/silences',
  component: lazyPage(() => import('../pages/alerts/silences/silences-page.tsx'), 'SilencesPage'),
});

const alertMaintenance = createRoute({
  ...under,
  path: '/alerts/maintenance',
  component: lazyPage(
    () => import('../pages/alerts/maintenance/maintenance-page.tsx'),
    'MaintenancePage',
  ),
});

const incident = createRoute({
  ...under,
  path: '/alerts/$id',
  component: lazyPage(() => import('../pages/alerts/incident/incident-page.tsx'), 'IncidentPage'),
});

/** Every route of the console; pages but the first are loaded when they are needed. */
export const routeTree = rootRoute.addChildren([
  home,
  request,
  requestByApi,
  lookup,
  explore,
  dashboards,
  alerts,
  alertHistory,
  alertRules,
  alertObjectives,
  alertChannels,
  alertSilences,
  alertMaintenance,
  incident,
  codes,
  code,
  status,
  access,
  audit,
  orgs,
  org,
  key,
  id,
]);
