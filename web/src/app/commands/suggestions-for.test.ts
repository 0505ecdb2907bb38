import { expect, it } from 'vitest';
import { matchGrade } from './suggestions-for.ts';

it.each([
  ['', 'dashboards', '', 1],
  ['dash', 'dashboards', '', 2],
  ['card', 'card_declined', '', 2],
  ['declined', 'card_declined', '', 1],
  ['health lum', 'lumen health', '', 1],
  ['customers', 'organisations', 'customers orgs', 1],
  ['zebra', 'dashboards', 'charts', 0],
])('%j fits %j with %j as %i', (typed, name, words, grade) =>
  expect(matchGrade(typed, name, words)).toBe(grade),
);
