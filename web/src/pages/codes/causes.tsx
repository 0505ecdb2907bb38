import type { CatalogueEntry } from '@request-desk/shared/catalogue-entry';
import type { CodeDetail } from '@request-desk/shared/dashboard-api';
import { Link } from '@tanstack/react-router';
import { EyeOff } from 'lucide-react';
import { formatCount, formatShare } from '../../ui/format-number.ts';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';

interface CausesProps {
  readonly entry: CatalogueEntry;
  readonly detail: CodeDetail | undefined;
}

/** What can be behind the code, which customers never learn, and what to do about each. */
export function Causes({ entry, detail }: CausesProps) {
  const counts = new Map(detail?.by_cause.map(({ value, count }) => [value, count]));
  const causes = Object.entries(entry.causes);
  return (
    <Section
      title="Causes"
      note={
        <span className="inline-flex items-center gap-1">
          <EyeOff aria-hidden="true" className="size-3" />
          for staff only; customers never see them
        </span>
      }
      flush
    >
      <ul className="divide-y divide-line border-t border-line">
        {causes.map(([cause, { meaning, remediation }]) => (
          <li
            key={cause}
            className="grid gap-x-6 gap-y-1.5 px-4 py-3 md:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <div>
              <h3>
                <Link
                  to="/explore"
                  search={{ code: [entry.code], cause: [cause] }}
                  title={`Explore requests with cause ${cause}`}
                  className="rounded font-mono text-sm font-medium text-accent hover:underline"
                >
                  {cause}
                </Link>
              </h3>
              {detail && (
                <p className="text-xs text-fg-3 tabular-nums">
                  {formatCount(counts.get(cause) ?? 0)}{' '}
                  <span>({formatShare(counts.get(cause) ?? 0, detail.count)})</span>
                </p>
              )}
            </div>
            <div className="min-w-0">
              <p>
                <Prose text={meaning} />
              </p>
              <ul className="mt-1 list-disc space-y-0.5 pl-4 text-sm text-fg-2 marker:text-fg-3">
                {remediation.map((step) => (
                  <li key={step}>
                    <Prose text={step} />
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
