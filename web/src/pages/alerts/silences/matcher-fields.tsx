import { ALERT_LABELS } from '@request-desk/shared/alerts-api';
import type { Matcher } from '@request-desk/shared/silences-api';
import { X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { fieldLook, TextInput } from '../../../ui/field.tsx';

interface MatcherFieldsProps {
  readonly matcher: Matcher;
  readonly onChange: (next: Matcher) => void;
  readonly onRemove?: () => void;
}

/** One line of what a silence covers: label, is or is not, value. */
export function MatcherFields({ matcher, onChange, onRemove }: MatcherFieldsProps) {
  return (
    <div className="flex items-center gap-1.5">
      <select
        aria-label="Label"
        value={matcher.label}
        onChange={({ target }) => {
          const label = ALERT_LABELS.find((each) => each === target.value);
          if (label) onChange({ ...matcher, label });
        }}
        className={cn(fieldLook, 'w-26 shrink-0')}
      >
        {ALERT_LABELS.map((label) => (
          <option key={label}>{label}</option>
        ))}
      </select>
      <select
        aria-label="Comparison"
        value={matcher.op}
        onChange={({ target }) => onChange({ ...matcher, op: target.value === '!=' ? '!=' : '=' })}
        className={cn(fieldLook, 'w-22 shrink-0')}
      >
        <option value="=">is</option>
        <option value="!=">is not</option>
      </select>
      <TextInput
        aria-label="Value"
        maxLength={200}
        value={matcher.value}
        onChange={({ target }) => onChange({ ...matcher, value: target.value })}
        className="font-mono"
      />
      {onRemove && (
        <Button variant="ghost" size="sm" aria-label="Remove this condition" onClick={onRemove}>
          <X aria-hidden="true" className="size-3.5" />
        </Button>
      )}
    </div>
  );
}
