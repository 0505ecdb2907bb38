import type { AlertChannel, ChannelInput } from '@request-desk/shared/alert-channels-api';
import { useWatch } from 'react-hook-form';
import { saveChannel, useAlertSetting } from '../../../api/alert-settings.ts';
import { ApiFailure } from '../../../api/client.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { WireCheck, WireInput, WireSelect } from '../../../ui/form/wire-fields.tsx';
import { OtherFaults, useWireForm } from '../../../ui/form/wire-form.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { SecretShownOnce } from '../../../ui/secret-shown-once.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { ChannelFields } from './channel-fields.tsx';
import { CHANNEL_KIND, CHANNEL_KINDS } from './channel-kind.ts';
import { channelOfValues, getsOf, routeOf, valuesOf } from './channel-values.ts';

interface ChannelFormProps {
  readonly channel?: AlertChannel;
  readonly onClose: () => void;
}

/** Writes a channel: where it goes and which alerts it gets. */
export function ChannelForm({ channel, onClose }: ChannelFormProps) {
  const { control, handleSubmit, setValue } = useWireForm(channelOfValues, valuesOf(channel));
  const route = useWatch({ control, name: 'route' });
  const save = useAlertSetting((input: ChannelInput) => saveChannel(channel?.id, input));
  if (save.data?.secret) return <SigningSecret secret={save.data.secret} onClose={onClose} />;

  const submit = (untested: boolean) =>
    handleSubmit((input) =>
      save.mutate(
        { ...input, untested },
        {
          onSuccess: ({ secret, test }) => {
            toast(
              test?.ok
                ? 'Channel saved; the test message was delivered'
                : 'Channel saved, not tested',
            );
            if (secret === null) onClose();
          },
        },
      ),
    );
  const refused = save.error instanceof ApiFailure && save.error.code === 'target_refused';
  return (
    <Modal title={channel ? 'Edit the channel' : 'New channel'} onClose={onClose}>
      <form onSubmit={submit(false)} className="mt-4 space-y-4">
        <div className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <WireSelect
            control={control}
            name="settings.kind"
            label="Kind"
            options={CHANNEL_KINDS.map((kind) => [kind, CHANNEL_KIND[kind].name] as const)}
            disabled={channel !== undefined}
          />
          <WireInput control={control} name="name" label="Name" required maxLength={120} />
        </div>
        <ChannelFields control={control} channel={channel} />
        <div>
          <p className="mb-1.5 text-sm font-medium">Alerts</p>
          <Segmented
            label="Which alerts"
            options={[
              ['all', 'Every alert'],
              ['page', 'Pages only'],
              ['notify', 'Notices only'],
              ['escalation', 'Escalated pages'],
            ]}
            value={getsOf(route)}
            onChange={(gets) => setValue('route', routeOf(gets, route))}
          />
        </div>
        <WireCheck control={control} name="enabled">
          Send messages
        </WireCheck>
        <OtherFaults control={control} />
        {save.isError && <Failure what="The channel was not saved" error={save.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          {refused && (
            <Button disabled={save.isPending} onClick={submit(true)}>
              Save without test
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Testing …' : 'Save'}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function SigningSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <SecretShownOnce
      title="The signing secret"
      description="Receivers verify with it that a message is from here. It is shown only once."
      secret={secret}
      what="Signing secret"
      onClose={onClose}
    />
  );
}
