import type { DossierLog } from '@request-desk/shared/dossier';
import { cn } from '../../../ui/cn.ts';
import { severityTone } from '../logs/severity.ts';
import { shareOf, type TimeWindow } from './time-window.ts';

const MAX_LOG_MARKERS = 50;

/** Log lines as small diamonds where they were written; the text on hover. */
export function LogMarkers({ logs, window }: { logs: readonly DossierLog[]; window: TimeWindow }) {
  return logs.slice(0, MAX_LOG_MARKERS).map((log, index) => {
    const share = shareOf(window, log.offset_us);
    if (share < 0 || share > 1) return null;
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no identity and never move
        key={index}
        title={`${log.severity}: ${log.body}`}
        className={cn(
          'absolute bottom-0.75 z-2 size-2 -translate-x-1/2 rotate-45 rounded-[1.5px] border border-surface bg-current',
          severityTone(log.severity),
        )}
        style={{ left: `${share * 100}%` }}
      />
    );
  });
}
