import * as maintenance from '@request-desk/shared/maintenance-api';
import * as silences from '@request-desk/shared/silences-api';
import { type Operations, ok } from './operation.ts';

/** Silences, maintenance windows, and the markers of deployments. */
export const SILENCE_OPERATIONS: Operations = {
  'GET /silences': {
    summary: 'Silences to come, active and ended',
    answers: ok('SilenceList', silences.silenceList),
  },
  'POST /silences': {
    summary: 'Keep matching alerts from notifying for a while',
    body: { name: 'NewSilence', schema: silences.newSilence },
    answers: { 201: { description: 'Made', name: 'Silence', schema: silences.silence } },
  },
  'POST /silences/preview': {
    summary: 'What matchers cover of what fires and of what fired',
    body: { name: 'PreviewMatchers', schema: maintenance.previewMatchers },
    answers: ok('QuietPreview', maintenance.quietPreview),
  },
  'GET /maintenance': {
    summary: 'Maintenance windows, planned and ended',
    answers: ok('MaintenanceList', maintenance.maintenanceList),
  },
  'GET /maintenance/occurrences': {
    summary: 'When windows are on within a range',
    query: maintenance.occurrencesQuery,
    answers: ok('OccurrenceList', maintenance.occurrenceList),
  },
  'POST /maintenance': {
    summary: 'Plan a window in which alerts are not told, or not as pages',
    body: { name: 'NewMaintenance', schema: maintenance.newMaintenance },
    answers: {
      201: { description: 'Planned', name: 'Maintenance', schema: maintenance.maintenance },
    },
  },
  'POST /maintenance/preview': {
    summary: 'When a window would be on, and what it covers',
    body: { name: 'NewMaintenance', schema: maintenance.newMaintenance },
    answers: ok('QuietPreview', maintenance.quietPreview),
  },
  'POST /maintenance/:id/end': {
    summary: 'End a window and all that was to come of it',
    answers: ok('Maintenance', maintenance.maintenance),
  },
  'POST /silences/:id/end': {
    summary: 'End a silence now',
    answers: ok('Silence', silences.silence),
  },
  'GET /deploys': {
    summary: 'Markers of the last thirty days',
    answers: ok('DeployList', silences.deployList),
  },
  'POST /deploys': {
    summary: 'Mark a deployment',
    body: { name: 'NewDeploy', schema: silences.newDeploy },
    answers: { 201: { description: 'Marked', name: 'Deploy', schema: silences.deploy } },
  },
};
