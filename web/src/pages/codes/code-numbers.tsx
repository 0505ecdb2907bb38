import type { ErrorCode } from '@request-desk/shared/causes';
import { useQuery } from '@tanstack/react-query';
import { errorRatesQuery } from '../../api/errors.ts';
import { codeColour } from '../../ui/code-colour.ts';
import { Failure } from '../../ui/failure.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { DAY_MINUTES, DAY_STEP_S, trendOf } from './trend.ts';

/** How often the code was answered in the last day, and when. */
export function CodeNumbers({ code }: { code: ErrorCode }) {
  const rates = useQuery(errorRatesQuery(DAY_MINUTES, DAY_STEP_S));
  const trend = rates.data && trendOf(rates.data, code);
  return (
    <Section title="Last 24 hours" note={trend && `${formatCount(trend.total)} answers`}>
      {trend ? (
        <Sparkline
          values={trend.values}
          colour={codeColour(code).fill}
          label={`${code} over the last 24 hours`}
          className="h-20 w-full"
        />
      ) : rates.isError ? (
        <Failure
          what="The counts could not be loaded"
          error={rates.error}
          retry={() => void rates.refetch()}
        />
      ) : (
        <>
          <LoadingText>Loading counts</LoadingText>
          <Skeleton className="h-20 w-full" />
        </>
      )}
    </Section>
  );
}
