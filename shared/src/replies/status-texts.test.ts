import { expect, it } from 'vitest';
import { statusTextsOf } from './status-texts.ts';

const ENGLISH = { locale: 'en' };

it('has the texts by language, or the one text in the language of the profile', () => {
  const texts = { de: 'Listen schlagen fehl.', en: 'Lists fail.' };
  expect(statusTextsOf({ text: 'Listen schlagen fehl.', texts }, ENGLISH)).toEqual(texts);
  expect(statusTextsOf({ text: 'Lists fail.' }, ENGLISH)).toEqual({ en: 'Lists fail.' });
  expect(statusTextsOf({ text: 'Lists fail.', texts: null }, ENGLISH)).toEqual({
    en: 'Lists fail.',
  });
});

it('has none where nothing is said', () => {
  expect(statusTextsOf(null, ENGLISH)).toEqual({});
  expect(statusTextsOf({ text: '' }, ENGLISH)).toEqual({});
});
