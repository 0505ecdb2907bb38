import type { AlertChannel, ChannelInput } from '@request-desk/shared/alert-channels-api';
import { type FormEvent, useState } from 'react';
import { saveChannel, useAlertSetting } from '../../../api/alert-settings.ts';
import { ApiFailure } from '../../../api/client.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Faults } from '../../../ui/faults.tsx';
import { CheckInput, Field, fieldLook, TextInput } from '../../../ui/field.tsx';
import { Modal, ModalActions } from '../../../ui/modal.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { channelDraftOf, channelOf, leadsElsewhere, NEW_CHANNEL } from './channel-draft.ts';
import { ChannelFields } from './channel-fields.tsx';
import { CHANNEL_KIND, CHANNEL_KINDS } from './channel-kind.ts';

interface ChannelFormProps {
  readonly channel?: AlertChannel;
  readonly onClose: () => void;
}

/** Writes a channel: where it goes and which alerts it gets. */
export function ChannelForm({ channel, onClose }: ChannelFormProps) {
  const [draft, setDraft] = useState(() => (channel ? channelDraftOf(channel) : NEW_CHANNEL));
  const [faults, setFaults] = useState<readonly string[]>([]);
  const save = useAlertSetting((input: ChannelInput) => saveChannel(channel?.id, input));
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next });
  if (save.data?.secret) return <SigningSecret secret={save.data.secret} onClose={onClose} />;

  const submit = (untested: boolean) => {
    const result = channelOf(draft);
    setFaults('faults' in result ? result.faults : []);
    if ('channel' in result)
      save.mutate(
        { ...result.channel, untested },
        {
          onSuccess: ({ secret, test }) => {
            toast(test?.ok ? 'Channel saved; it took a test message' : 'Channel saved, not tested');
            if (secret === null) onClose();
          },
        },
      );
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(false);
  };
  const refused = save.error instanceof ApiFailure && save.error.code === 'target_refused';
  return (
    <Modal title={channel ? 'Edit the channel' : 'New channel'} onClose={onClose}>
      <form onSubmit={onSubmit} className="mt-4 space-y-4">
        <div className="grid gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <Field label="Kind">
            <select
              value={draft.kind}
              disabled={channel !== undefined}
              onChange={({ target }) => {
                const kind = CHANNEL_KINDS.find((each) => each === target.value);
                if (kind) change({ kind });
              }}
              className={fieldLook}
            >
              {CHANNEL_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {CHANNEL_KIND[kind].name}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Name">
            <TextInput
              required
              maxLength={120}
              value={draft.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          </Field>
        </div>
        <ChannelFields
          draft={draft}
          secretsSet={channel?.secrets_set ?? []}
          elsewhere={channel !== undefined && leadsElsewhere(channel, draft)}
          onChange={change}
        />
        <div>
          <p className="mb-1.5 text-sm font-medium">Gets</p>
          <Segmented
            label="Which alerts"
            options={[
              ['all', 'Every alert'],
              ['page', 'Pages only'],
              ['notify', 'Notices only'],
              ['escalation', 'Escalated pages'],
            ]}
            value={draft.severity}
            onChange={(severity) => change({ severity })}
          />
        </div>
        <CheckInput
          checked={draft.enabled}
          onChange={({ target }) => change({ enabled: target.checked })}
        >
          Messages are sent
        </CheckInput>
        <Faults faults={faults} />
        {save.isError && <Failure what="The channel was not saved" error={save.error} />}
        <ModalActions>
          <Button onClick={onClose}>Cancel</Button>
          {refused && (
            <Button disabled={save.isPending} onClick={() => submit(true)}>
              Save it untested
            </Button>
          )}
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {save.isPending ? 'Trying it …' : 'Save'}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function SigningSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal
      title="The signing secret"
      sticky
      onClose={onClose}
      description="Receivers check with it that a message is from here. It is shown this one time."
    >
      <div className="mt-4 flex items-center gap-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3">
        <code className="min-w-0 flex-1 text-sm break-all select-all">{secret}</code>
        <CopyButton text={secret} what="Signing secret" label="Copy" />
      </div>
      <ModalActions>
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      </ModalActions>
    </Modal>
  );
}
