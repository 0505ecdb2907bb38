import { Table2 } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { Section } from '../section.tsx';
import { RateBars } from './rate-bars.tsx';
import { RateTable } from './rate-table.tsx';

interface RateSectionProps {
  readonly title: string;
  readonly note: ReactNode;
  /** What the bars need; without it there is nothing to draw yet. */
  readonly bars: ComponentProps<typeof RateBars> | undefined;
  /** Shown above: what failed, or that it is loading. */
  readonly children: ReactNode;
}

/** Rates over time in their card, as bars or as a table. */
export function RateSection({ title, note, bars, children }: RateSectionProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      note={note}
      actions={
        bars && (
          <Button
            variant="ghost"
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
      {children}
      {bars && (asTable ? <RateTable model={bars.model} /> : <RateBars {...bars} />)}
    </Section>
  );
}
