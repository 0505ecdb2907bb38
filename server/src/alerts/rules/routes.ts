import {
  type AlertRule,
  alertRule,
  alertRuleList,
  type RulePreview,
  type RuleSpec,
  rulePreview,
  ruleSpec,
  ruleSwitch,
} from '@request-desk/shared/alert-rules-api';
import type { FastifyInstance } from 'fastify';
import { audit } from '../../console/audit.ts';
import { absent, badRequest } from '../../console/console-error.ts';
import { done, made, ok, route } from '../../console/route.ts';
import { needs } from '../../http/route-access.ts';
import type { AlertParts } from '../parts.ts';
import { builtInRules, isBuiltIn } from './built-in.ts';
import { previewRule } from './preview.ts';
import type { RuleRow } from './rules.ts';

/** Each rule is a query every ten seconds. */
const MOST_RULES = 100;

const RULE = { name: 'RuleSpec', schema: ruleSpec };

/** Built-in rules to switch, and rules of staff's own with a preview. */
export async function ruleRoutes(app: FastifyInstance, parts: AlertParts): Promise<void> {
  const { rules, incidents } = parts;
  const now = () => new Date(parts.now());

  route(app, 'GET /alert-rules', {
    access: needs('support', 'rules:read'),
    summary: 'All rules, the built-in ones first',
    answers: ok('AlertRuleList', alertRuleList),
    handle: async (): Promise<{ items: AlertRule[] }> => ({ items: await all() }),
  });

  route(app, 'POST /alert-rules', {
    access: needs('engineer', 'rules:change'),
    summary: 'Make a rule',
    body: RULE,
    answers: made('AlertRule', alertRule),
    handle: async (request): Promise<AlertRule> => {
      const { staff } = request;
      const spec = request.body;
      if ((await rules.list()).length >= MOST_RULES)
        throw badRequest(`At most ${MOST_RULES} rules; remove one first.`);
      const id = await rules.create(spec, staff.id, now());
      audit(request, { by: staff.id, did: 'rules:create', rule: id });
      return await one(id);
    },
  });

  route(app, 'POST /alert-rules/preview', {
    access: needs('engineer', 'rules:preview'),
    summary: 'When a rule would have fired',
    body: RULE,
    answers: ok('RulePreview', rulePreview),
    handle: async ({ body }): Promise<RulePreview> => {
      return await previewRule(parts, body, parts.now());
    },
  });

  route(app, 'PUT /alert-rules/:id', {
    access: needs('engineer', 'rules:change'),
    summary: 'Change a rule',
    body: RULE,
    answers: ok('AlertRule', alertRule),
    handle: async (request): Promise<AlertRule> => {
      const { staff } = request;
      const spec = request.body;
      const { id } = request.params;
      if (isBuiltIn(id)) throw badRequest('A built-in rule can be switched off but not changed.');
      if (!(await rules.change(id, spec, staff.id, now()))) throw absent('rule');
      audit(request, { by: staff.id, did: 'rules:change', rule: id });
      return await one(id);
    },
  });

  route(app, 'POST /alert-rules/:id/switch', {
    access: needs('engineer', 'rules:change'),
    summary: 'Switch a rule on or off',
    body: { name: 'RuleSwitch', schema: ruleSwitch },
    answers: ok('AlertRule', alertRule),
    handle: async (request): Promise<AlertRule> => {
      const { staff } = request;
      const { enabled } = request.body;
      const { id } = request.params;
      if (!(await rules.switch(id, enabled, staff.id, now()))) throw absent('rule');
      audit(request, { by: staff.id, did: enabled ? 'rules:on' : 'rules:off', rule: id });
      return await one(id);
    },
  });

  route(app, 'DELETE /alert-rules/:id', {
    access: needs('engineer', 'rules:change'),
    summary: 'Remove a rule',
    answers: done('Removed'),
    handle: async (request): Promise<void> => {
      const { staff } = request;
      const { id } = request.params;
      if (isBuiltIn(id)) throw badRequest('A built-in rule can be switched off but not removed.');
      if (!(await rules.remove(id))) throw absent('rule');
      audit(request, { by: staff.id, did: 'rules:remove', rule: id });
    },
  });

  async function all(): Promise<AlertRule[]> {
    const [rows, open] = [await rules.list(), await incidents.open()];
    const firing = (id: string) => open.filter(({ labels }) => labels.rule === id).length;
    const builtIn = builtInRules(parts.profile).map((rule) => {
      const row = rows.find(({ id }) => id === rule.id);
      const stamp = stampOf(row);
      return { ...rule, built_in: true, spec: null, ...stamp, firing: firing(rule.id) };
    });
    const own = rows.flatMap((row) =>
      row.spec ? [{ ...ownRule(row, row.spec), firing: firing(row.id) }] : [],
    );
    return [...builtIn, ...own];
  }

  async function one(id: string): Promise<AlertRule> {
    const found = (await all()).find((rule) => rule.id === id);
    if (!found) throw absent('rule');
    return found;
  }
}

function stampOf(row: RuleRow | undefined) {
  return {
    enabled: row?.enabled ?? true,
    updated_at: row?.updatedAt.toISOString() ?? null,
    updated_by: row?.updatedBy ?? null,
  };
}

function ownRule(row: RuleRow, spec: RuleSpec): Omit<AlertRule, 'firing'> {
  const description = descriptionOf(spec);
  return { id: row.id, built_in: false, name: spec.name, description, spec, ...stampOf(row) };
}

/** A rule in one sentence. */
function descriptionOf({ codes, route, org, each, measure, threshold, ...spec }: RuleSpec): string {
  const what = codes.join(', ');
  const where = [
    route === null ? '' : ` on ${route}`,
    org === null ? '' : ` of ${org}`,
    each === null ? '' : each === 'org' ? ' of one organisation' : ' on one route',
  ].join('');
  const much =
    measure === 'count'
      ? `${threshold} or more`
      : `${Number((threshold * 100).toFixed(4))} % or more of the requests`;
  const verb = spec.severity === 'page' ? 'Pages' : 'Notifies';
  return `${verb} when ${what}${where} is ${much} over ${spec.window_s} s.`;
}
