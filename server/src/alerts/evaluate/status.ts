import type { FiringAlerts } from '@request-desk/shared/alerts-api';
import { isoOfSeconds } from '@request-desk/shared/instant';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Orm } from '../../database/database.ts';
import { alertEngine } from '../../database/schema.ts';
import { isResting } from '../engine/rest.ts';
import type { AlertKey } from '../engine/state.ts';
import { ENGINE } from './lease.ts';
import { storedInactive } from './persisted.ts';

/** What any process knows of the evaluator. */
export interface EngineStatus {
  readonly engine: FiringAlerts['engine'];
  /** Since the last evaluation that succeeded, by the control plane's clock; seconds. */
  readonly evaluationAgeS: number | undefined;
  /**
   * Alerts whose trouble is no longer seen, and when (seconds) they will be over if no more of it is; null
   * for rules of staff, which do not say.
   */
  readonly clearing: ReadonlyMap<AlertKey, number | null>;
}

const alert = z
  .object({ state: z.string(), clearsAt: z.number().optional(), quiet: storedInactive })
  .transform(({ quiet, ...rest }) => ({ ...rest, inactive: quiet }));
const firing = z.object({ firing: z.record(z.string(), alert) });

/** What the last evaluation left of the alerts that it follows. */
function followedIn(state: unknown): [AlertKey, z.infer<typeof alert>][] {
  return Object.entries(firing.safeParse(state).data?.firing ?? {});
}

export async function engineStatus({ orm }: { readonly orm: Orm }): Promise<EngineStatus> {
  const { leaseHolder, leaseUntil, judgedTo, heartbeats, state } = alertEngine;
  const { evaluatedAt, evaluatedBy } = alertEngine;
  const ageS = sql<number | null>`extract(epoch from now() - ${evaluatedAt})::float8`;
  const held = sql<boolean>`coalesce(${leaseUntil} > now(), false)`;
  const [row] = await orm
    .select({ leaseHolder, held, judgedTo, heartbeats, state, evaluatedAt, evaluatedBy, ageS })
    .from(alertEngine)
    .where(eq(alertEngine.id, ENGINE));
  const seconds = row?.judgedTo ?? null;
  return {
    engine: {
      evaluating: row?.held ?? false,
      evaluator: row?.held ? row.leaseHolder : null,
      evaluated_at: row?.evaluatedAt?.toISOString() ?? null,
      evaluated_by: row?.evaluatedBy ?? null,
      judged_to: seconds === null ? null : isoOfSeconds(seconds),
      telemetry: seconds === null ? 'none' : row?.heartbeats ? 'heartbeats' : 'traffic_only',
    },
    evaluationAgeS: row?.ageS ?? undefined,
    clearing: new Map(
      followedIn(row?.state)
        .filter(([, { state }]) => state === 'CLEARING')
        .map(([key, { clearsAt }]) => [key, clearsAt ?? null]),
    ),
  };
}

/** Alerts that have come to rest, as the last evaluation left them. */
export async function restingAlerts(database: { readonly orm: Orm }): Promise<Set<AlertKey>> {
  return new Set((await followed(database)).flatMap(([key, one]) => (isResting(one) ? [key] : [])));
}

/** Alerts whose trouble is no longer seen, at rest or not. */
export async function unseenAlerts(database: { readonly orm: Orm }): Promise<Set<AlertKey>> {
  return new Set(
    (await followed(database)).flatMap(([key, one]) => (one.state === 'CLEARING' ? [key] : [])),
  );
}

async function followed({ orm }: { readonly orm: Orm }) {
  const { state } = alertEngine;
  const [row] = await orm.select({ state }).from(alertEngine).where(eq(alertEngine.id, ENGINE));
  return followedIn(row?.state);
}
