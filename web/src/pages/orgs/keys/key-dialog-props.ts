import type { ApiKey } from '@request-desk/shared/support-api';

/** What a dialog about one key is given. */
export interface KeyDialogProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}
