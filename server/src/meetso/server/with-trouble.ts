import type { ControlPlaneState } from '../../database/control-plane-state.ts';
import type { Probe, Readiness } from '../../http/health.ts';

/** What `probe` says, and what calls have met since: a control plane may answer a ping and nothing else. */
export async function withTrouble(
  probe: Probe,
  { trouble }: Pick<ControlPlaneState, 'trouble'>,
): Promise<Readiness> {
  const said = await probe();
  if (said.status !== 'ok' || trouble === undefined) return said;
  return {
    ...said,
    status: 'degraded',
    detail: { control_plane: trouble.message, ...said.detail },
  };
}
