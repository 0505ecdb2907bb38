import {
  type AlertChannel,
  type ChannelInput,
  secretSettings,
} from '@request-desk/shared/alert-channels-api';
import { type Control, useWatch } from 'react-hook-form';
import { LIST, NUMBER, TEXT } from '../../../ui/form/text-form.ts';
import { WireCheck, WireInput } from '../../../ui/form/wire-fields.tsx';
import { fieldsOf } from './channel-kind.ts';
import { type ChannelFormValues, changesDestination } from './channel-values.ts';

interface ChannelFieldsProps {
  readonly control: Control<ChannelFormValues, unknown, ChannelInput>;
  /** What is stored: its secrets stay where they are left empty, unless it leads elsewhere now. */
  readonly channel: AlertChannel | undefined;
}

const FORMS = { text: TEXT, number: NUMBER, list: LIST, flag: TEXT };

/** Where a channel of this kind goes. */
export function ChannelFields({ control, channel }: ChannelFieldsProps) {
  const settings = useWatch({ control, name: 'settings' });
  const fields = fieldsOf(settings.kind);
  const texts = fields.filter(({ as, kept }) => as !== 'flag' && !kept);
  const secrets = secretSettings(settings.kind);
  const elsewhere = channel !== undefined && changesDestination(channel, settings);
  const hint = !elsewhere
    ? 'Set. Leave empty to keep it.'
    : settings.kind === 'webhook'
      ? 'The address has changed: leave empty to generate a new one.'
      : 'The destination has changed: enter it again.';
  return (
    <>
      <div className={texts.length > 3 ? 'grid gap-4 sm:grid-cols-2' : 'space-y-4'}>
        {texts.map(({ name, label, as, placeholder }) => {
          const secret = secrets.includes(name);
          const set = secret && channel?.secrets_set.includes(name);
          return (
            <WireInput
              key={name}
              control={control}
              name={`settings.${name}`}
              as={FORMS[as]}
              label={label}
              hint={set ? hint : undefined}
              type={secret ? 'password' : 'text'}
              autoComplete={secret ? 'new-password' : 'off'}
              placeholder={set && !elsewhere ? '••••••••' : placeholder}
            />
          );
        })}
      </div>
      {fields
        .filter(({ as }) => as === 'flag')
        .map(({ name, label }) => (
          <WireCheck key={name} control={control} name={`settings.${name}`}>
            {label}
          </WireCheck>
        ))}
    </>
  );
}
