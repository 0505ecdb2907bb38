import { useQuery } from '@tanstack/react-query';
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { errorRatesQuery } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { RateBars } from '../../ui/rates/rate-bars.tsx';
import { rateModel } from '../../ui/rates/rate-model.ts';
import { RateTable } from '../../ui/rates/rate-table.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';

const MINUTES = 60;
const STEP_S = 60;
const number = new Intl.NumberFormat('en-GB');

/** Errors by code, minute by minute over the last hour. */
export function RateStrip() {
  const rates = useQuery(errorRatesQuery(MINUTES, STEP_S));
  const [asTable, setAsTable] = useState(false);
  const model = rates.data ? rateModel(rates.data) : undefined;
  return (
    <Section
      title="Errors in the last hour"
      note={
        model &&
        `${number.format(model.errors)} of ${number.format(model.requests)} requests${share(model.errors, model.requests)}`
      }
      actions={
        model && (
          <Button
            look="quiet"
            size="sm"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            <Table2 aria-hidden="true" className="size-3.5" />
            {asTable ? 'Show bars' : 'Show table'}
          </Button>
        )
      }
    >
      {model ? (
        asTable ? (
          <RateTable model={model} />
        ) : (
          <RateBars
            model={model}
            stepS={STEP_S}
            label="Errors by minute; step through with the left and right arrow keys"
            wholeName="Whole hour"
            emptyText="No errors in the last hour"
          />
        )
      ) : rates.isError ? (
        <Failure
          what="The error rates could not be loaded"
          error={rates.error}
          retry={() => void rates.refetch()}
        />
      ) : (
        <>
          <LoadingText>Loading error rates</LoadingText>
          <Skeleton className="h-36 w-full" />
        </>
      )}
    </Section>
  );
}

function share(errors: number, requests: number): string {
  if (requests === 0) return '';
  const percent = (errors / requests) * 100;
  return ` (${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %)`;
}
