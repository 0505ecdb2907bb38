import { consoleErrorBody } from '@request-desk/shared/console-error';
import { alertRoutes } from '../../server/src/alerts/routes.ts';
import { type Run, runNamed } from '../alerts/alerts-run.ts';
import { type ConsoleCall, consoleCall } from '../clients/console-call.ts';
import {
  type AlertsDesk,
  beat,
  openAlertsDesk,
  openReceiver,
  type Receiver,
} from './alerts-desk.ts';
import { type ConsoleDesk, openConsole } from './console-desk.ts';
import { startTestAlerts } from './start-test-alerts.ts';

/** Stores with an evaluator that is stepped by hand, a receiver of its messages, and a console. */
export interface AlertsConsole {
  readonly desk: AlertsDesk;
  readonly receiver: Receiver;
  readonly staff: ConsoleDesk;
  readonly run: Run;
  /** Calls below `/support/v1` and parses the answer. Throws when its status is another one. */
  readonly call: ConsoleCall;
  /** The message of an answer that refuses; 400 unless said otherwise. */
  refusal(call: string, body: unknown, status?: number): Promise<string>;
  close(): Promise<void>;
}

export async function openAlertsConsole(nowS: number): Promise<AlertsConsole> {
  const desk = await openAlertsDesk(nowS);
  const receiver = await openReceiver();
  const { clickhouse, now } = desk;
  const alerts = await startTestAlerts(desk, { allowPrivateTargets: true });
  const staff = await openConsole({
    now,
    register: async (api) => void (await api.register(alertRoutes, { alerts })),
  });
  const run = runNamed(desk, 'evaluator', receiver.url);
  await beat(clickhouse, 'api-1', [nowS + 0.5]);

  const call = consoleCall(staff);
  return {
    desk,
    receiver,
    staff,
    run,
    call,
    refusal: async (refused, body, status = 400) =>
      (await call(refused, body, consoleErrorBody, status)).error.message,
    async close() {
      await staff.close();
      await alerts.stop();
      await receiver.close();
      await desk.close();
    },
  };
}
