import { CheckInput, Field, TextInput } from '../../../ui/field.tsx';
import type { ChannelDraft } from './channel-draft.ts';

interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly secret?: boolean;
  readonly placeholder?: string;
}

const FIELDS: Readonly<Record<ChannelDraft['kind'], readonly FieldSpec[]>> = {
  webhook: [
    { name: 'url', label: 'Address', placeholder: 'https://…' },
    { name: 'secret', label: 'Signing secret', secret: true, placeholder: 'made when left empty' },
  ],
  slack: [
    {
      name: 'url',
      label: 'Incoming webhook address',
      secret: true,
      placeholder: 'https://hooks.slack.com/services/…',
    },
  ],
  pagerduty: [{ name: 'routing_key', label: 'Integration key', secret: true }],
  alertmanager: [{ name: 'url', label: 'Address', placeholder: 'http://alertmanager:9093' }],
  email: [
    { name: 'to', label: 'To', placeholder: 'on-call@example.com, …' },
    { name: 'from', label: 'From', placeholder: 'request-desk@example.com' },
    { name: 'host', label: 'SMTP server', placeholder: 'smtp.example.com' },
    { name: 'port', label: 'Port' },
    { name: 'user', label: 'User' },
    { name: 'password', label: 'Password', secret: true },
  ],
};

interface ChannelFieldsProps {
  readonly draft: ChannelDraft;
  /** Names of secrets that are stored; left empty, they stay where they go. */
  readonly secretsSet: readonly string[];
  /** True when the secrets that are stored would go elsewhere: they have to be typed again. */
  readonly elsewhere: boolean;
  readonly onChange: (change: Partial<ChannelDraft>) => void;
}

/** Where a channel of this kind goes. */
export function ChannelFields({ draft, secretsSet, elsewhere, onChange }: ChannelFieldsProps) {
  return (
    <>
      <div className={draft.kind === 'email' ? 'grid gap-4 sm:grid-cols-2' : 'space-y-4'}>
        {FIELDS[draft.kind].map(({ name, label, secret, placeholder }) => {
          const set = secret && secretsSet.includes(name);
          const kept = set && !elsewhere;
          const hint = kept
            ? 'Set; empty keeps it.'
            : draft.kind === 'webhook'
              ? 'The address is another: a new one is made when left empty.'
              : 'It goes elsewhere now: type it again.';
          return (
            <Field key={name} label={label} {...(set ? { hint } : {})}>
              <TextInput
                type={secret ? 'password' : 'text'}
                autoComplete={secret ? 'new-password' : 'off'}
                placeholder={kept ? '••••••••' : placeholder}
                value={draft.fields[name] ?? ''}
                onChange={({ target }) =>
                  onChange({ fields: { ...draft.fields, [name]: target.value } })
                }
              />
            </Field>
          );
        })}
      </div>
      {draft.kind === 'email' && (
        <CheckInput
          checked={draft.secure}
          onChange={({ target }) => onChange({ secure: target.checked })}
        >
          TLS from the first byte (port 465)
        </CheckInput>
      )}
    </>
  );
}
