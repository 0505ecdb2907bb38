import { useQuery } from '@tanstack/react-query';
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { histogramQuery } from '../../api/explore.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatCount, formatShare } from '../../ui/format-number.ts';
import { RateBars } from '../../ui/rates/rate-bars.tsx';
import { rateModel } from '../../ui/rates/rate-model.ts';
import { RateTable } from '../../ui/rates/rate-table.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';
import type { questionOf } from './question.ts';

const LIVE_EVERY_MS = 10_000;

interface HistogramStripProps {
  readonly question: ReturnType<typeof questionOf>;
  readonly live: boolean;
  readonly onBrush: (from: string, to: string) => void;
}

/** The requests over time by code; dragging over the bars goes into that stretch. */
export function HistogramStrip({ question, live, onBrush }: HistogramStripProps) {
  const answer = useQuery(histogramQuery(question, live && LIVE_EVERY_MS));
  const [asTable, setAsTable] = useState(false);
  const model = answer.data && rateModel(answer.data, true);
  return (
    <Section
      title="Requests over time"
      note={
        model &&
        `${formatCount(model.requests)} requests, ${formatShare(model.errors, model.requests)} failed`
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
      {answer.isError && (
        <div className="mb-3">
          <Failure
            what="The requests could not be counted"
            error={answer.error}
            retry={() => void answer.refetch()}
          />
        </div>
      )}
      {model && answer.data ? (
        asTable ? (
          <RateTable model={model} />
        ) : (
          <RateBars
            model={model}
            stepS={answer.data.step_s}
            label="Requests over time. Arrow keys step, with Shift they choose a stretch, Enter goes into it"
            wholeName="Whole range"
            emptyText="No requests match"
            height="h-24"
            end=""
            onBrush={onBrush}
          />
        )
      ) : (
        answer.isPending && (
          <>
            <LoadingText>Counting requests</LoadingText>
            <Skeleton className="h-32 w-full" />
          </>
        )
      )}
    </Section>
  );
}
