import { lazy, Suspense } from 'react';
import { Skeleton } from '../skeleton.tsx';
import type { PlotProps } from './plot.tsx';

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

/**
 * Some systems give the browser a language that is none (`en-US@posix`), on which the chart library
 * breaks while it loads: such a one is replaced for this page.
 */
function ensureValidLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-GB', configurable: true });
  }
}
