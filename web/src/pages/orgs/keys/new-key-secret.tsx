import type { MintedKey } from '@request-desk/shared/support-api';
import { TriangleAlert } from 'lucide-react';
import { SecretShownOnce } from '../../../ui/secret-shown-once.tsx';

/** Shows a new key's secret; closes only once somebody says that they have it. */
export function NewKeySecret({ minted, onClose }: { minted: MintedKey; onClose: () => void }) {
  return (
    <SecretShownOnce
      title="The new key"
      description={
        <p className="flex gap-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          It is shown only once and stored nowhere. Send it to the customer in a way that only they
          can read, never in a ticket.
        </p>
      }
      secret={minted.secret}
      what="API key"
      confirmation="I have copied the key"
      onClose={onClose}
    />
  );
}
