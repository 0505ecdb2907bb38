import {
  alertChannelList,
  type ChannelInput,
  savedChannel,
  testResult,
} from '@request-desk/shared/alert-channels-api';
import { type EscalationChain, escalation } from '@request-desk/shared/alert-escalation-api';
import {
  alertRule,
  alertRuleList,
  type RuleSpec,
  rulePreview,
} from '@request-desk/shared/alert-rules-api';
import { MINUTE_MS } from '@request-desk/shared/durations';
import {
  burnDown,
  type ObjectiveSpec,
  objective,
  objectiveList,
} from '@request-desk/shared/objectives-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const RULES = '/support/v1/alert-rules';
const CHANNELS = '/support/v1/alert-channels';
const ESCALATION = '/support/v1/alert-escalation';
const OBJECTIVES = '/support/v1/alert-objectives';
/** A 204; any body is a failure to report. */
const below = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const rulesQuery = () =>
  queryOptions({
    queryKey: ['alert-rules'],
    queryFn: ({ signal }) => call(RULES, { schema: alertRuleList, signal }),
    refetchInterval: 30_000,
  });

export const objectivesQuery = () =>
  queryOptions({
    queryKey: ['alert-objectives'],
    queryFn: ({ signal }) => call(OBJECTIVES, { schema: objectiveList, signal }),
    refetchInterval: 30_000,
  });

/** How an objective's budget went over its window. */
export const burnDownQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert-objectives', id, 'burn'],
    queryFn: ({ signal }) => call(`${below(OBJECTIVES, id)}/burn`, { schema: burnDown, signal }),
    refetchInterval: MINUTE_MS,
  });

export const channelsQuery = () =>
  queryOptions({
    queryKey: ['alert-channels'],
    queryFn: ({ signal }) => call(CHANNELS, { schema: alertChannelList, signal }),
    refetchInterval: 30_000,
  });

/** Runs a change and has rules, channels and alerts asked again. */
export function useAlertSetting<Input, Output>(act: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    // A webhook's new secret must not outlive the dialog that shows it.
    gcTime: 0,
    onSuccess: () =>
      Promise.all(
        ['alert-rules', 'alert-objectives', 'alert-channels', 'alert-silences', 'alerts'].map(
          (name) => cache.invalidateQueries({ queryKey: [name] }),
        ),
      ),
  });
}

/** Creates a rule, or replaces the one with `id`. */
export const saveRule = (id: string | undefined, spec: RuleSpec) =>
  id === undefined
    ? call(RULES, { schema: alertRule, body: spec })
    : call(below(RULES, id), { schema: alertRule, body: spec, method: 'PUT' });

export const switchRule = (id: string, enabled: boolean) =>
  call(`${below(RULES, id)}/switch`, { schema: alertRule, body: { enabled } });

export const removeRule = (id: string) =>
  call(below(RULES, id), { schema: NOTHING, method: 'DELETE' });

/** When a rule would have fired in the last seven days. */
export const previewRule = (spec: RuleSpec) =>
  call(`${RULES}/preview`, { schema: rulePreview, body: spec });

/** Creates an objective, or replaces the one with `id`. */
export const saveObjective = (id: string | undefined, spec: ObjectiveSpec) =>
  id === undefined
    ? call(OBJECTIVES, { schema: objective, body: spec })
    : call(below(OBJECTIVES, id), { schema: objective, body: spec, method: 'PUT' });

export const removeObjective = (id: string) =>
  call(below(OBJECTIVES, id), { schema: NOTHING, method: 'DELETE' });

/** Creates a channel, or replaces the one with `id`. */
export const saveChannel = (id: string | undefined, channel: ChannelInput) =>
  id === undefined
    ? call(CHANNELS, { schema: savedChannel, body: channel })
    : call(below(CHANNELS, id), { schema: savedChannel, body: channel, method: 'PUT' });

export const removeChannel = (id: string) =>
  call(below(CHANNELS, id), { schema: NOTHING, method: 'DELETE' });

/** Sends one message now and says what came back. */
export const testChannel = (id: string) =>
  call(`${below(CHANNELS, id)}/test`, { schema: testResult, body: {} });

/** The escalation chain of pages that nobody acknowledges. */
export const escalationQuery = () =>
  queryOptions({
    queryKey: ['alert-channels', 'escalation'],
    queryFn: ({ signal }) => call(ESCALATION, { schema: escalation, signal }),
  });

export const saveEscalation = (chain: EscalationChain) =>
  call(ESCALATION, { schema: escalation, body: chain, method: 'PUT' });
