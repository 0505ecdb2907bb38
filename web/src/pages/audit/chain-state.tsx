import { useQuery } from '@tanstack/react-query';
import { auditChainQuery, useVerifyAudit } from '../../api/audit.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Instant } from '../../ui/instant.tsx';

/** The head of the chain, whether it can be written, and a walk over it. */
export function ChainState() {
  const { data, isError, error } = useQuery(auditChainQuery());
  const verify = useVerifyAudit();
  const report = verify.data;
  return (
    <section
      aria-label="State of the chain"
      className="rounded-xl border border-line bg-surface p-4 text-sm shadow-card"
    >
      {isError && <Failure what="The state of the chain could not be loaded" error={error} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {data && (
          <p className="min-w-0 flex-1">
            {data.head.seq} entries; the head is{' '}
            <code className="break-all">{data.head.hash.slice(0, 16)}</code>
            {data.exported ? (
              <>
                , written outside the database <Instant iso={data.exported.at} show="ago" /> (entry{' '}
                {data.exported.seq}).
              </>
            ) : (
              ', not yet written outside the database.'
            )}
          </p>
        )}
        <Button size="sm" disabled={verify.isPending} onClick={() => verify.mutate()}>
          {verify.isPending ? 'Verifying …' : 'Verify the chain'}
        </Button>
      </div>
      {data?.away_since && (
        <p role="alert" className="mt-2 text-bad">
          The audit cannot be written since <Instant iso={data.away_since} show="clock" />:{' '}
          {data.waiting} entries wait on the disk; changes and exports are refused.
        </p>
      )}
      <div aria-live="polite">
        {verify.isError && <Failure what="The chain could not be verified" error={verify.error} />}
        {report && (
          <p className={`mt-2 ${report.fault ? 'text-bad' : 'text-good'}`}>
            {report.fault
              ? `The chain is broken: ${report.fault}.`
              : `The chain is intact up to entry ${report.head.seq}${report.erased > 0 ? `; the details of ${report.erased} entries were erased` : ''}.`}
          </p>
        )}
      </div>
    </section>
  );
}
