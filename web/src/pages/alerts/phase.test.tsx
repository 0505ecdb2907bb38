import type { Incident } from '@request-desk/shared/alerts-api';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { phaseText } from './phase.tsx';

afterEach(cleanup);

it('says when an alert will be over if it stays as it is, and promises nothing', () => {
  const incident = { phase: 'clearing', end_reason: null, clears_at: '2026-11-27T16:32:30.000Z' };
  const { container } = render(<p>{phaseText(incident as unknown as Incident)}</p>);
  expect(container.textContent).toMatch(
    /^recovering; resolved at \d\d:\d\d:30.* if nothing more fails$/,
  );
});
