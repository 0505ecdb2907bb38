import type { CodeDetail } from '@request-desk/shared/dashboard-api';
import { percentText } from '@request-desk/shared/percent-text';
import type { CodeProfile } from '@request-desk/shared/profile';
import { localText } from '@request-desk/shared/profile-codes';
import type { ReplyUses } from '@request-desk/shared/reply-uses-api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EyeOff } from 'lucide-react';
import { apiProfile } from '../../api/profile.ts';
import { replyUsesQuery } from '../../api/reply-uses.ts';
import { formatCount } from '../../ui/format-number.ts';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';
import { generalText } from './general-text.ts';

interface CausesProps {
  readonly code: string;
  readonly entry: CodeProfile;
  readonly detail: CodeDetail | undefined;
}

/** What can be behind the code, which customers never learn, and what to do about each. */
export function Causes({ code, entry, detail }: CausesProps) {
  const { data: uses } = useQuery(replyUsesQuery(code));
  const usesOf = new Map(uses?.items.map((item) => [item.cause, item]));
  const counts = new Map(detail?.by_cause.map(({ value, count }) => [value, count]));
  const causes = Object.entries(entry.causes).map(([cause, { texts }]) => {
    const text = localText(apiProfile(), texts);
    const steps = (text?.steps ?? []).map((step) => generalText(step, code));
    return { cause, meaning: generalText(text?.meaning ?? '', code), steps };
  });
  if (causes.length === 0) return null;
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
        {causes.map(({ cause, meaning, steps }) => (
          <li
            key={cause}
            className="grid gap-x-6 gap-y-1.5 px-4 py-3 md:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <div>
              <h3>
                <Link
                  to="/explore"
                  search={{ code: [code], cause: [cause] }}
                  title={`Explore requests with cause ${cause}`}
                  className="rounded font-mono text-sm font-medium text-accent hover:underline"
                >
                  {cause}
                </Link>
              </h3>
              {detail && (
                <p className="text-xs text-fg-3 tabular-nums">
                  {formatCount(counts.get(cause) ?? 0)}{' '}
                  <span>({percentText(counts.get(cause) ?? 0, detail.count)})</span>
                </p>
              )}
              <ReplyUse use={usesOf.get(cause)} />
            </div>
            <div className="min-w-0">
              <p>
                <Prose text={meaning} />
              </p>
              <ul className="mt-1 list-disc space-y-0.5 pl-4 text-sm text-fg-2 marker:text-fg-3">
                {steps.map((step) => (
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

/** What became of the drafts for this cause in 30 days; nothing where nobody used one. */
function ReplyUse({ use }: { use: ReplyUses['items'][number] | undefined }) {
  if (!use) return null;
  const judged = use.useful + use.not_useful;
  return (
    <p className="text-xs text-fg-3 tabular-nums" title="Drafted replies in the last 30 days">
      Reply copied {formatCount(use.copied)}×
      {judged > 0 && `, useful ${formatCount(use.useful)} of ${formatCount(judged)}`}
    </p>
  );
}
