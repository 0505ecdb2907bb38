import { Page } from '../../ui/page.tsx';

/** `/alerts` */
export function AlertsPage() {
  return <Page title="Alerts">{null}</Page>;
}
