import type { AlertRule } from '@request-desk/shared/alert-rules-api';
import { Link } from '@tanstack/react-router';
import { removeRule, switchRule, useAlertSetting } from '../../../api/alert-settings.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { ChangeButtons } from '../change-buttons.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';
import { SettingRow } from '../setting-row.tsx';
import { RuleForm } from './rule-form.tsx';

/** One rule: what it watches, whether it is on, and whether it fires. */
export function RuleRow({ rule, mayChange }: { rule: AlertRule; mayChange: boolean }) {
  const { spec } = rule;
  const change = useAlertSetting((enabled: boolean) => switchRule(rule.id, enabled));
  return (
    <SettingRow
      lead={
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
      }
      name={rule.name}
      marks={
        <>
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
        </>
      }
      actions={
        spec &&
        mayChange && (
          <ChangeButtons
            what="rule"
            name={rule.name}
            size="icon"
            edit={(onClose) => <RuleForm id={rule.id} initial={spec} onClose={onClose} />}
            remove={(onClose) => <RemoveRule rule={rule} onClose={onClose} />}
          />
        )
      }
    >
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
    </SettingRow>
  );
}

function RemoveRule({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const description = (
    <>
      <Untrusted text={rule.name} />.{' '}
      {rule.firing > 0 ? 'Its firing alerts end with it.' : 'It is not firing at present.'}
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
