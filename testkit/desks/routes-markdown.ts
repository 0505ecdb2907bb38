import { atLeast, STAFF_ROLES } from '@request-desk/shared/staff-api';
import type { DeclaredRoute } from '../../server/src/console/guard/route-roles.ts';

const HEAD = `# Routes of the console, and the roles that may call them

Written by \`server/test/console/console-openapi.test.ts\` from what each route declares; a route that
declares nothing keeps the console from starting. *proof*: takes a sign-in, or a proof of who one is,
of the last ten minutes. Changes and exports are refused while the control plane is away. *first*: stands
in the audit before it is done, or is refused; *journal*: is on the disk before its answer leaves; *batch*:
the first of five minutes is, and the others follow together ([audit](audit.md)).
`;

/** The table of routes and roles, as `docs/routes.md` holds it. */
export function routesMarkdown(routes: readonly DeclaredRoute[]): string {
  const lines = routes.map(rowOf).sort();
  const columns = ['route', 'what', 'anyone', ...STAFF_ROLES, 'beside that', 'audit'];
  const rule = columns.map(() => '---');
  return `${HEAD}\n${[columns, rule].map(tableRow).join('\n')}\n${lines.join('\n')}\n`;
}

function rowOf({ method, url, access }: DeclaredRoute): string {
  const call = `\`${method} ${url}\``;
  if (access.role === 'anyone')
    return tableRow([call, '', 'yes', ...STAFF_ROLES.map(() => 'yes'), '', '']);
  const { role: least, action, kind, confirmed } = access;
  const roles = STAFF_ROLES.map((role) => (atLeast(role, least) ? 'yes' : ''));
  const notes = [kind === 'read' ? '' : kind, confirmed ? 'proof' : ''].filter(Boolean);
  const audit = access.audit === 'none' ? '' : access.audit;
  return tableRow([call, action, '', ...roles, notes.join(', '), audit]);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
