import { CheckInput, Field, TextInput } from '../../../ui/field.tsx';
import type { ChannelDraft } from './channel-draft.ts';
import { CHANNEL_KIND, type ChannelField } from './channel-kind.ts';

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
  const fields: readonly ChannelField[] = CHANNEL_KIND[draft.kind].fields;
  const texts = fields.filter(({ as, kept }) => as !== 'flag' && !kept);
  const write = (name: string, text: string) =>
    onChange({ fields: { ...draft.fields, [name]: text } });
  return (
    <>
      <div className={texts.length > 3 ? 'grid gap-4 sm:grid-cols-2' : 'space-y-4'}>
        {texts.map(({ name, label, secret, placeholder }) => {
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
                onChange={({ target }) => write(name, target.value)}
              />
            </Field>
          );
        })}
      </div>
      {fields
        .filter(({ as }) => as === 'flag')
        .map(({ name, label }) => (
          <CheckInput
            key={name}
            checked={draft.fields[name] === 'true'}
            onChange={({ target }) => write(name, target.checked ? 'true' : '')}
          >
            {label}
          </CheckInput>
        ))}
    </>
  );
}
