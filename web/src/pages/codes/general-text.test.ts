import { expect, it } from 'vitest';
import { generalText } from './general-text.ts';

it('shows no slots of a request where there is none', () => {
  const text = 'The issuer declined the card for {request_id} ({code}), says {"error": {}}.';
  expect(generalText(text, 'card_declined')).toBe(
    'The issuer declined the card for … (card_declined), says {"error": {}}.',
  );
});
