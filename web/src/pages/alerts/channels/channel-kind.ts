import type { AlertChannel } from '@request-desk/shared/alert-channels-api';
import { Flame, Hash, type LucideIcon, Mail, Siren, Webhook } from 'lucide-react';

type Kind = AlertChannel['kind'];

/** How each kind of channel is called and drawn. */
export const CHANNEL_KIND: Readonly<Record<Kind, { name: string; icon: LucideIcon }>> = {
  email: { name: 'Email', icon: Mail },
  slack: { name: 'Slack', icon: Hash },
  pagerduty: { name: 'PagerDuty', icon: Siren },
  alertmanager: { name: 'Alertmanager', icon: Flame },
  webhook: { name: 'Webhook', icon: Webhook },
};
export const CHANNEL_KINDS = Object.keys(CHANNEL_KIND) as readonly Kind[];
