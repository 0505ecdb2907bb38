import {
  BellRing,
  BookOpenText,
  Building2,
  ChartLine,
  House,
  type LucideIcon,
  TextSearch,
} from 'lucide-react';
import { directoryManaged } from '../api/directory.ts';

/** A page of the console that the navigation names. */
export interface NavItem {
  readonly to: '/' | '/explore' | '/dashboards' | '/alerts' | '/codes' | '/orgs';
  readonly label: string;
  readonly icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
  /** Other words that people would type for it. */
  readonly words: string;
}

const ALL: readonly NavItem[] = [
  { to: '/', label: 'Look up', icon: House, key: 'h', words: 'home start request id paste' },
  { to: '/explore', label: 'Explore', icon: TextSearch, key: 'e', words: 'search live tail logs' },
  {
    to: '/dashboards',
    label: 'Dashboards',
    icon: ChartLine,
    key: 'd',
    words: 'charts error rate latency limits releases',
  },
  {
    to: '/alerts',
    label: 'Alerts',
    icon: BellRing,
    key: 'a',
    words: 'incidents rules objectives slo budget channels silences on call',
  },
  {
    to: '/codes',
    label: 'Codes',
    icon: BookOpenText,
    key: 'c',
    words: 'catalogue errors documentation causes',
  },
  {
    to: '/orgs',
    label: 'Organisations',
    icon: Building2,
    key: 'o',
    words: 'customers orgs api keys mint revoke rotate',
  },
];

/** The pages with a place in the navigation, in its order. */
export function navigation(): readonly NavItem[] {
  return directoryManaged() ? ALL : ALL.filter(({ to }) => to !== '/orgs');
}
