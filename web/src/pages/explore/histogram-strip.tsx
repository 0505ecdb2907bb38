import { percentText } from '@request-desk/shared/percent-text';
import { useQuery } from '@tanstack/react-query';
import { type ExploreQuery, histogramQuery } from '../../api/explore.ts';
import { Failure } from '../../ui/failure.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { rateModel } from '../../ui/rates/rate-model.ts';
import { RateSection } from '../../ui/rates/rate-section.tsx';
import { RateSkeleton } from '../../ui/rates/rate-skeleton.tsx';

const LIVE_EVERY_MS = 10_000;

interface HistogramStripProps {
  readonly query: ExploreQuery;
  readonly live: boolean;
  readonly onBrush: (from: string, to: string) => void;
}

/** The requests over time by code; dragging over the bars goes into that stretch. */
export function HistogramStrip({ query, live, onBrush }: HistogramStripProps) {
  const answer = useQuery(histogramQuery(query, live && LIVE_EVERY_MS));
  const model = answer.data && rateModel(answer.data, true);
  return (
    <RateSection
      title="Requests over time"
      note={
        model &&
        `${formatCount(model.requests)} requests, ${percentText(model.errors, model.requests)} failed`
      }
      bars={
        model && {
          model,
          stepS: answer.data.step_s,
          label:
            'Requests over time. Arrow keys step, with Shift they select a range, Enter zooms into it',
          wholeName: 'Whole range',
          emptyText: 'No requests match',
          height: 'h-24',
          end: '',
          onBrush,
        }
      }
    >
      {answer.isError && (
        <div className="mb-3">
          <Failure
            what="The requests could not be counted"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {answer.isPending && <RateSkeleton text="Counting requests" height="h-24" />}
    </RateSection>
  );
}
