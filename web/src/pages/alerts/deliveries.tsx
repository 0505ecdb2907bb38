import type { AlertDelivery } from '@request-desk/shared/alerts-api';
import { Instant } from '../../ui/instant.tsx';
import { Section } from '../../ui/section.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

const TONE: Readonly<Record<AlertDelivery['state'], string>> = {
  pending: 'text-warn',
  sent: 'text-good',
  failed: 'text-bad',
};

interface DeliveriesProps {
  readonly title: string;
  readonly items: readonly AlertDelivery[];
  readonly empty: string;
}

/** Messages to channels, newest first: sent only when the channel said so. */
export function Deliveries({ title, items, empty }: DeliveriesProps) {
  return (
    <Section title={title} flush>
      {items.length === 0 && <p className="px-4 pb-4 text-sm text-fg-3">{empty}</p>}
      <ul className="divide-y divide-line border-t border-line empty:border-0">
        {items.map((item) => (
          <li key={item.id} className="px-4 py-2 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <Untrusted text={item.channel_name} className="font-medium" />
              <span className="text-fg-2">{item.change}</span>
              <span className={`ml-auto text-xs font-medium ${TONE[item.state]}`}>
                {item.state}
                {item.last_status !== null && ` (${item.last_status})`}
              </span>
            </p>
            <p className="text-xs text-fg-3">
              <Instant iso={item.sent_at ?? item.created_at} show="stamp" />
              {item.attempts > 1 && `, ${item.attempts} attempts`}
              {item.state === 'pending' && item.next_at && (
                <>
                  , tried again <Instant iso={item.next_at} show="ago" />
                </>
              )}
            </p>
            {item.last_error && item.state !== 'sent' && (
              <p className="text-xs text-bad">
                <Untrusted text={item.last_error} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
