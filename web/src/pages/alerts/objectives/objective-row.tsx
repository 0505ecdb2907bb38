import { DAY_S, HOUR_S } from '@request-desk/shared/durations';
import type { BudgetStatus, Objective } from '@request-desk/shared/objectives-api';
import { Link } from '@tanstack/react-router';
import { ChartLine, Target, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { removeObjective } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/format-number.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { ChangeButtons } from '../change-buttons.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';
import { SettingRow } from '../setting-row.tsx';
import { BudgetBar } from './budget-bar.tsx';
import { BurnChart } from './burn-chart.tsx';
import { ObjectiveForm } from './objective-form.tsx';

interface ObjectiveRowProps {
  readonly objective: Objective;
  readonly mayChange: boolean;
}

/** One objective: its target, what is left of its budget, how fast that burns, and what is wrong. */
export function ObjectiveRow({ objective, mayChange }: ObjectiveRowProps) {
  const { id, spec, budget, warnings } = objective;
  const [charted, setCharted] = useState(false);
  const chart = useId();
  return (
    <SettingRow
      lead={<Target aria-hidden="true" className="mt-1 size-4 text-fg-3" />}
      wraps
      name={spec.name}
      marks={
        <>
          {!spec.enabled && (
            <span className="rounded border border-line px-1.5 text-2xs font-medium text-fg-3">
              not judged
            </span>
          )}
          {objective.firing && (
            <Link
              to="/alerts/$id"
              params={{ id: objective.firing }}
              className="rounded-full bg-bad-soft px-2 text-xs font-semibold text-bad hover:underline"
            >
              firing
            </Link>
          )}
        </>
      }
      actions={
        <>
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={charted}
            aria-controls={chart}
            onClick={() => setCharted(!charted)}
          >
            <ChartLine aria-hidden="true" className="size-3.5" />
            Burn
          </Button>
          {mayChange && (
            <ChangeButtons
              what="objective"
              name={spec.name}
              size="icon"
              edit={(onClose) => <ObjectiveForm id={id} initial={spec} onClose={onClose} />}
              remove={(onClose) => (
                <RemoveDialog
                  what="objective"
                  id={id}
                  call={removeObjective}
                  description={
                    <>
                      <Untrusted text={spec.name} />. Its requests are judged by what is usual from
                      then on.
                    </>
                  }
                  onClose={onClose}
                />
              )}
            />
          )}
        </>
      }
      below={
        <div id={chart} className={charted ? 'mt-3' : ''}>
          {charted && <BurnChart id={id} name={spec.name} />}
        </div>
      }
    >
      <p className="mt-0.5 text-sm text-fg-2">
        {Number((spec.target * 100).toFixed(6))} % of{' '}
        {spec.route === null ? (
          'all requests'
        ) : (
          <>
            requests of{' '}
            <code className="text-xs">
              <bdi>{spec.route}</bdi>
            </code>
          </>
        )}{' '}
        without a 5xx, over {spec.window_days} {spec.window_days === 1 ? 'day' : 'days'}
      </p>
      {budget ? (
        <Budget budget={budget} />
      ) : (
        <p className="mt-1 text-sm text-warn">The remaining budget is unknown.</p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="mt-1 flex items-start gap-1.5 text-sm text-warn">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          <bdi>{warning}</bdi>
        </p>
      ))}
      <p className="mt-1 text-xs text-fg-3">
        changed <Instant iso={objective.updated_at} show="ago" /> by{' '}
        <Untrusted text={objective.updated_by} />
      </p>
    </SettingRow>
  );
}

const SPAN: Readonly<Record<number, string>> = {
  [HOUR_S]: '1 h',
  [6 * HOUR_S]: '6 h',
  [DAY_S]: '1 day',
};

function Budget({ budget }: { budget: BudgetStatus }) {
  return (
    <div className="mt-2 max-w-xl space-y-1.5">
      <BudgetBar left={budget.budget_left} />
      <p className="text-xs text-fg-2 tabular-nums">
        {formatCount(budget.errors)} of {formatCount(Math.floor(budget.allowed_errors))} allowed
        failures spent, of {formatCount(budget.requests)} requests
      </p>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        <dt className="text-fg-3">Burns</dt>
        {budget.burn.map(({ window_s, burn_rate }) => (
          <dd key={window_s} className={burn_rate > 1 ? 'font-medium text-bad' : 'text-fg-2'}>
            <span className="tabular-nums">{burn_rate.toFixed(burn_rate >= 10 ? 0 : 1)}×</span>{' '}
            <span className="font-normal text-fg-3">{SPAN[window_s] ?? `${window_s} s`}</span>
          </dd>
        ))}
      </dl>
    </div>
  );
}
