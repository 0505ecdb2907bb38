import type { CompletenessStatus } from '@request-desk/shared/completeness-api';
import { useQuery } from '@tanstack/react-query';
import { directoryManaged } from '../../api/directory.ts';
import { useMay } from '../../api/me.ts';
import { statusQuery } from '../../api/status.ts';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText } from '../../ui/skeleton.tsx';
import { ZoneLabel } from '../../ui/zone-label.tsx';
import { AcceptStore } from './decisions.tsx';
import { ProducerTable } from './producer-table.tsx';

const SUMMARY: Readonly<Record<CompletenessStatus['state'], string>> = {
  current: 'Everything that was answered up to a moment ago can be found.',
  behind: 'Data is on its way: newer requests cannot be found yet.',
  incomplete:
    'Not everything that was answered can be found: something is missing, or a process sends nothing.',
  unavailable: 'The telemetry store is unavailable: lookups are not possible now.',
};

/** `/status`: how far the data is complete, who is waited for, and what may be missing for good. */
export function StatusPage() {
  const status = useQuery(statusQuery());
  const admin = useMay('producers:decide');
  const completeness = status.data?.completeness;
  return (
    <Page title="Status" lead={completeness && SUMMARY[completeness.state]}>
      {status.isError && (
        <div className="mt-4">
          <Failure
            what="The status could not be loaded"
            error={status.error}
            retry={() => void status.refetch()}
          />
        </div>
      )}
      {status.isPending && <LoadingText>Loading the status</LoadingText>}
      {completeness && (
        <div className="mt-5 space-y-4">
          <Facts completeness={completeness} />
          {completeness.store_replaced_at !== null && (
            <Section title="The telemetry store was replaced" className="border-bad-line">
              <p className="text-sm">
                The telemetry store was replaced at{' '}
                <Instant iso={completeness.store_replaced_at} show="stamp" />: data that only the
                old one held cannot be found.
              </p>
              {admin && <AcceptStore />}
            </Section>
          )}
          <Section title="Processes" note="that answer requests or receive telemetry" flush>
            <ProducerTable producers={completeness.producers} admin={admin} />
          </Section>
          {completeness.limits.length > 0 && (
            <Section title="Possible permanent gaps">
              <ul className="list-disc space-y-1 pl-5 text-sm marker:text-fg-3">
                {completeness.limits.map((text) => (
                  <li key={text}>
                    <bdi>{text}</bdi>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      )}
      {!directoryManaged() && (
        <Section title="Organisations and keys" className="mt-4">
          <p className="text-sm text-fg-2">
            They are managed elsewhere; here they are named as in their requests.
          </p>
        </Section>
      )}
    </Page>
  );
}

function Facts({ completeness }: { completeness: CompletenessStatus }) {
  const { current_to, store, control_plane } = completeness;
  const says = (state: 'ok' | 'unavailable') => (state === 'ok' ? 'available' : 'unavailable');
  return (
    <Section title="Data completeness">
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-3">
        <div>
          <dt className="text-xs text-fg-3">Current to</dt>
          <dd className="font-medium">
            {current_to === null ? (
              'unknown'
            ) : (
              <>
                <Instant iso={current_to} show="clock" /> <ZoneLabel />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt className="text-xs text-fg-3">Telemetry store</dt>
          <dd className={store === 'ok' ? 'font-medium' : 'font-medium text-bad'}>{says(store)}</dd>
        </div>
        <div>
          <dt className="text-xs text-fg-3">Control plane</dt>
          <dd className={control_plane === 'ok' ? 'font-medium' : 'font-medium text-bad'}>
            {says(control_plane)}
          </dd>
        </div>
      </dl>
    </Section>
  );
}
