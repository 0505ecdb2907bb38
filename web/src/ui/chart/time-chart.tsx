import { lazy, Suspense } from 'react';
import { Skeleton } from '../skeleton.tsx';
import type { PlotProps } from './plot.tsx';
import { ensureValidLanguage } from './valid-language.ts';

const Plot = lazy(async () => {
  ensureValidLanguage();
  return { default: (await import('./plot.tsx')).Plot };
});

/** A chart over time; the drawing code is loaded when the first one is shown. */
export function TimeChart(props: PlotProps) {
  return (
    <div style={{ height: props.height }}>
      <Suspense fallback={<Skeleton className="size-full" />}>
        <Plot {...props} />
      </Suspense>
    </div>
  );
}
