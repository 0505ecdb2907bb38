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
  /** Names of secrets that are stored; left empty, they stay. */
  readonly secretsSet: readonly string[];
  readonly onChange: (change: Partial<ChannelDraft>) => void;
}

/** Where a channel of this kind goes. */
export function ChannelFields({ draft, secretsSet, onChange }: ChannelFieldsProps) {
  return (
    <>
      <div className={draft.kind === 'email' ? 'grid gap-4 sm:grid-cols-2' : 'space-y-4'}>
        {FIELDS[draft.kind].map(({ name, label, secret, placeholder }) => {
          const kept = secret && secretsSet.includes(name);
          return (
            <Field key={name} label={label} {...(kept ? { hint: 'Set; empty keeps it.' } : {})}>
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
      <CheckInput
        checked={draft.allowPrivate}
        onChange={({ target }) => onChange({ allowPrivate: target.checked })}
      >
        The address may be in a private network
      </CheckInput>
    </>
  );
}
