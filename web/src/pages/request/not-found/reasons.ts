import type { NotFoundReason } from '@request-desk/shared/dossier';
import { sayForm } from '@request-desk/shared/id-form';
import { apiProfile } from '../../../api/profile.ts';

interface ReasonText {
  readonly title: string;
  readonly steps: readonly string[];
  /** Whether asking again can help. */
  readonly retries: boolean;
}

/** Heading and next steps of each reason; the server's explanation stands between them. */
export const REASONS: Readonly<Record<NotFoundReason, ReasonText>> = {
  malformed: {
    title: 'This is not a request id',
    retries: false,
    get steps() {
      return [
        `A request id is ${sayForm(apiProfile().request_id)}.`,
        'Ask the customer to copy the x-request-id header or error.request_id as text, not as a picture.',
        'Paste the whole message instead: ids inside it are found.',
      ];
    },
  },
  never_seen: {
    title: 'No request with this id was found',
    retries: true,
    steps: [
      'Compare the id with the original, character by character; it may come from a typed or dictated copy.',
      'Ask which address the customer called: the id may come from another environment or product.',
    ],
  },
  expired: {
    title: 'This request is older than the retention period',
    retries: false,
    steps: [
      'Tell the customer that details of a request this old are gone.',
      'Ask for a newer id of the same problem, if it still happens.',
    ],
  },
  too_fresh: {
    title: 'This request may not have arrived yet',
    retries: true,
    steps: ['Wait: this page opens the request as soon as it arrives.'],
  },
  incomplete: {
    title: 'Not everything has arrived',
    retries: true,
    steps: [
      'This says nothing about the request: it may exist. Do not tell the customer it was not found.',
      'Tell the on-call engineer which process is missing if this lasts longer than a few minutes.',
    ],
  },
  sampled_away: {
    title: 'The details of this request were not kept',
    retries: false,
    steps: [
      'Its producer keeps only a sample of traces, and this one was not in it.',
      'Ask for the id of another call with the same problem; errors of the public API are always kept.',
    ],
  },
  store_unavailable: {
    title: 'Lookups are not possible right now',
    retries: true,
    steps: [
      'This says nothing about the request: it may exist. Do not tell the customer it was not found.',
      'Nothing is lost; events are kept on disk until the store is back.',
      'Tell the on-call engineer if this lasts longer than a few minutes.',
    ],
  },
};
