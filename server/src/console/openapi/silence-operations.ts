import * as silences from '@request-desk/shared/silences-api';
import { type Operations, ok } from './operation.ts';

/** Silences, and the markers of deployments. */
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
