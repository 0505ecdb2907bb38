import type { AlertRule } from '@request-desk/shared/alert-rules-api';
import { Link } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { removeRule, switchRule, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';
import { RuleForm } from './rule-form.tsx';

/** One rule: what it watches, whether it is on, and whether it fires. */
export function RuleRow({ rule, mayChange }: { rule: AlertRule; mayChange: boolean }) {
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const change = useAlertSetting((enabled: boolean) => switchRule(rule.id, enabled));
  const close = () => setOpen(undefined);
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Switch
        label={`${rule.name}: ${rule.enabled ? 'switch off' : 'switch on'}`}
        on={rule.enabled}
        disabled={!mayChange || change.isPending}
        onChange={(enabled) =>
          change.mutate(enabled, {
            onError: (error) => toast(`Not switched: ${error.message}`, 'bad'),
          })
        }
      />
      <div className="min-w-0 flex-1">
        <h2 className="flex flex-wrap items-center gap-x-2 font-medium">
          <Untrusted text={rule.name} />
          {rule.built_in && (
            <span className="rounded border border-line px-1.5 text-2xs font-medium text-fg-3">
              built in
            </span>
          )}
          {rule.firing > 0 && (
            <Link
              to="/alerts"
              className="rounded-full bg-bad-soft px-2 text-xs font-semibold text-bad hover:underline"
            >
              {rule.firing} firing
            </Link>
          )}
        </h2>
        <p className="mt-0.5 max-w-[85ch] text-sm text-fg-2">
          <bdi>{rule.description}</bdi>
        </p>
        {rule.updated_at && (
          <p className="mt-0.5 text-xs text-fg-3">
            changed <Instant iso={rule.updated_at} show="ago" />
            {rule.updated_by && (
              <>
                {' '}
                by <Untrusted text={rule.updated_by} />
              </>
            )}
          </p>
        )}
      </div>
      {rule.spec && mayChange && (
        <div className="flex gap-1">
          <Button
            look="quiet"
            size="icon"
            aria-label={`Edit the rule ${rule.name}`}
            onClick={() => setOpen('edit')}
          >
            <Pencil aria-hidden="true" className="size-3.5" />
          </Button>
          <Button
            look="quiet"
            size="icon"
            aria-label={`Remove the rule ${rule.name}`}
            onClick={() => setOpen('remove')}
          >
            <Trash2 aria-hidden="true" className="size-3.5" />
          </Button>
        </div>
      )}
      {open === 'edit' && rule.spec && (
        <RuleForm id={rule.id} initial={rule.spec} onClose={close} />
      )}
      {open === 'remove' && <RemoveRule rule={rule} onClose={close} />}
    </li>
  );
}

function RemoveRule({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const description = (
    <>
      <Untrusted text={rule.name} />.{' '}
      {rule.firing > 0
        ? 'Its alerts that fire now end with it.'
        : 'Nothing of it fires at present.'}
    </>
  );
  return (
    <RemoveDialog
      what="rule"
      id={rule.id}
      call={removeRule}
      description={description}
      onClose={onClose}
    />
  );
}
