import type { ApiKey } from '@request-desk/shared/support-api';
import { Ban, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { RevokeKey } from './revoke-key.tsx';
import { RotateKey } from './rotate-key.tsx';

/** Rotate and revoke, for a key that still works. */
export function KeyButtons({ apiKey }: { apiKey: ApiKey }) {
  const [open, setOpen] = useState<'rotate' | 'revoke'>();
  const close = () => setOpen(undefined);
  return (
    <>
      {apiKey.state === 'active' && (
        <>
          <Button
            size="sm"
            aria-label={`Rotate key ${apiKey.prefix}`}
            onClick={() => setOpen('rotate')}
          >
            <RefreshCw aria-hidden="true" className="size-3.5" />
            Rotate
          </Button>
          <Button
            size="sm"
            aria-label={`Revoke key ${apiKey.prefix}`}
            onClick={() => setOpen('revoke')}
          >
            <Ban aria-hidden="true" className="size-3.5" />
            Revoke
          </Button>
        </>
      )}
      {open === 'rotate' && <RotateKey apiKey={apiKey} onClose={close} />}
      {open === 'revoke' && <RevokeKey apiKey={apiKey} onClose={close} />}
    </>
  );
}
