import { useQuery } from '@tanstack/react-query';
import { errorRatesQuery } from '../../api/errors.ts';
import { Failure } from '../../ui/failure.tsx';
import { rateModel } from '../../ui/rates/rate-model.ts';
import { RateSection } from '../../ui/rates/rate-section.tsx';
import { RateSkeleton } from '../../ui/rates/rate-skeleton.tsx';

const MINUTES = 60;
const STEP_S = 60;
const number = new Intl.NumberFormat('en-GB');

/** Errors by code, minute by minute over the last hour. */
export function RateStrip() {
  const rates = useQuery(errorRatesQuery(MINUTES, STEP_S));
  const model = rates.data && rateModel(rates.data);
  return (
    <RateSection
      title="Errors in the last hour"
      note={
        model &&
        `${number.format(model.errors)} of ${number.format(model.requests)} requests${share(model.errors, model.requests)}`
      }
      bars={
        model && {
          model,
          stepS: STEP_S,
          label: 'Errors by minute; step through with the left and right arrow keys',
          wholeName: 'Whole hour',
          emptyText: 'No errors in the last hour',
        }
      }
    >
      {!model && rates.isError && (
        <Failure
          what="The error rates could not be loaded"
          error={rates.error}
          retry={() => void rates.refetch()}
        />
      )}
      {rates.isPending && <RateSkeleton text="Loading error rates" />}
    </RateSection>
  );
}

function share(errors: number, requests: number): string {
  if (requests === 0) return '';
  const percent = (errors / requests) * 100;
  return ` (${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %)`;
}
