import { Globe } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { setZone, useZone, zoneName } from '../ui/zone.ts';

/** Switches every time on the screen between UTC and the reader's own zone. */
export function ZoneToggle() {
  const zone = useZone();
  const other = zone === 'UTC' ? 'local' : 'UTC';
  const words = `Times in ${zoneName(zone)}. Switch to ${other === 'UTC' ? 'UTC' : 'your time zone'}`;
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={words}
      title={words}
      onClick={() => setZone(other)}
    >
      <Globe aria-hidden="true" className="size-3.5" />
      {zoneName(zone)}
    </Button>
  );
}
