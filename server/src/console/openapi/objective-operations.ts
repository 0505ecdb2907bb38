import * as objectives from '@request-desk/shared/objectives-api';
import { type Operations, ok } from './operation.ts';

const SPEC = { name: 'ObjectiveSpec', schema: objectives.objectiveSpec };

/** Objectives and what is left of their budgets. */
export const OBJECTIVE_OPERATIONS: Operations = {
  'GET /alert-objectives': {
    summary: 'All objectives with their budgets',
    answers: ok('ObjectiveList', objectives.objectiveList),
  },
  'POST /alert-objectives': {
    summary: 'Make an objective',
    body: SPEC,
    answers: { 201: { description: 'Made', name: 'Objective', schema: objectives.objective } },
  },
  'PUT /alert-objectives/:id': {
    summary: 'Change an objective; its route stays',
    body: SPEC,
    answers: ok('Objective', objectives.objective),
  },
  'DELETE /alert-objectives/:id': {
    summary: 'Remove an objective',
    answers: { 204: { description: 'Removed' } },
  },
  'GET /alert-objectives/:id/burn': {
    summary: 'How the budget went over its window',
    answers: ok('BurnDown', objectives.burnDown),
  },
};
