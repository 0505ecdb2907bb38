import * as channels from '@request-desk/shared/alert-channels-api';
import { escalation, escalationChain } from '@request-desk/shared/alert-escalation-api';
import * as rules from '@request-desk/shared/alert-rules-api';
import * as alerts from '@request-desk/shared/alerts-api';
import { alertList } from '@request-desk/shared/support-api';
import { type Operations, ok } from './operation.ts';

const REMOVED = { 204: { description: 'Removed' } };
const RULE = { name: 'RuleSpec', schema: rules.ruleSpec };
const CHANNEL = { name: 'ChannelInput', schema: channels.channelInput };
const NOTE = { name: 'Acknowledgement', schema: alerts.acknowledgement, optional: true } as const;

/** Alerts: what fires and did, whom it is told, by which rules. */
export const ALERT_OPERATIONS: Operations = {
  'GET /alerts': {
    summary: 'Alerts that fire now or did lately',
    answers: ok('AlertList', alertList),
  },
  'GET /alerts/firing': {
    summary: 'What fires now, and how the engine is',
    answers: ok('FiringAlerts', alerts.firingAlerts),
  },
  'GET /alerts/history': {
    summary: 'What fired, newest first',
    query: alerts.historyQuery,
    answers: ok('AlertHistory', alerts.alertHistory),
  },
  'GET /alerts/:id': {
    summary: 'One alert with its evidence, events and deliveries',
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'POST /alerts/:id/acknowledge': {
    summary: 'Take an alert on',
    body: NOTE,
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'POST /alerts/:id/unacknowledge': {
    summary: 'Give an alert back',
    body: NOTE,
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'POST /alerts/:id/notes': {
    summary: 'Write a note on an alert',
    body: { name: 'IncidentNote', schema: alerts.incidentNote },
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'PUT /alerts/:id/owner': {
    summary: 'Say who looks after an alert',
    body: { name: 'IncidentOwner', schema: alerts.incidentOwner },
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'PUT /alerts/:id/status-text': {
    summary: 'Say what support may tell customers of an alert',
    body: { name: 'IncidentStatusText', schema: alerts.incidentStatusText },
    answers: ok('IncidentDetail', alerts.incidentDetail),
  },
  'GET /alert-deliveries': {
    summary: 'Notifications sent or to be sent, newest first',
    query: alerts.deliveriesQuery,
    answers: ok('DeliveryList', alerts.deliveryList),
  },
  'GET /alert-rules': {
    summary: 'All rules, the built-in ones first',
    answers: ok('AlertRuleList', rules.alertRuleList),
  },
  'POST /alert-rules': {
    summary: 'Make a rule',
    body: RULE,
    answers: { 201: { description: 'Made', name: 'AlertRule', schema: rules.alertRule } },
  },
  'POST /alert-rules/preview': {
    summary: 'When a rule would have fired',
    body: RULE,
    answers: ok('RulePreview', rules.rulePreview),
  },
  'PUT /alert-rules/:id': {
    summary: 'Change a rule',
    body: RULE,
    answers: ok('AlertRule', rules.alertRule),
  },
  'POST /alert-rules/:id/switch': {
    summary: 'Switch a rule on or off',
    body: { name: 'RuleSwitch', schema: rules.ruleSwitch },
    answers: ok('AlertRule', rules.alertRule),
  },
  'DELETE /alert-rules/:id': { summary: 'Remove a rule', answers: REMOVED },
  'GET /alert-channels': {
    summary: 'Where notifications go',
    answers: ok('AlertChannelList', channels.alertChannelList),
  },
  'POST /alert-channels': {
    summary: 'Make a channel; a webhook without a secret gets one',
    body: CHANNEL,
    answers: { 201: { description: 'Made', name: 'SavedChannel', schema: channels.savedChannel } },
  },
  'PUT /alert-channels/:id': {
    summary: 'Change a channel; secrets that are left out stay',
    body: CHANNEL,
    answers: ok('SavedChannel', channels.savedChannel),
  },
  'DELETE /alert-channels/:id': { summary: 'Remove a channel', answers: REMOVED },
  'GET /alert-escalation': {
    summary: 'Whom a page reaches that nobody acknowledges',
    answers: ok('Escalation', escalation),
  },
  'PUT /alert-escalation': {
    summary: 'Change whom such a page reaches, and when',
    body: { name: 'EscalationChain', schema: escalationChain },
    answers: ok('Escalation', escalation),
  },
  'POST /alert-channels/:id/test': {
    summary: 'Send one message now and say what came back',
    answers: ok('TestResult', channels.testResult),
  },
};
