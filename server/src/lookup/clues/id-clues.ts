import {
  foldBody,
  foldsCase,
  formPattern,
  hasForm,
  type IdForm,
} from '@request-desk/shared/id-form';
import type { Clue, ClueKind } from '@request-desk/shared/likely-api';
import type { Profile } from '@request-desk/shared/profile';

const KIND_OF: Readonly<Record<Profile['other_ids'][number]['names'], ClueKind>> = {
  org: 'org',
  key: 'key',
  resource: 'id',
};

/** Ids of organisations, keys and what calls are about, and beginnings of keys, by the profile. */
export function* idClues({ other_ids, key }: Profile, text: string): Generator<Clue> {
  for (const form of other_ids)
    for (const value of idsOf(form, text))
      yield { kind: KIND_OF[form.names], value, label: value, sure: true };
  if (key === null) return;
  for (const value of keyBeginnings(key, text))
    yield { kind: 'key', value, label: `${value}…`, sure: true };
}

function* idsOf(form: IdForm, text: string): Generator<string> {
  const { prefix, length } = form;
  const flags = foldsCase(form) ? 'gi' : 'g';
  const pattern = new RegExp(
    `(?<![0-9A-Za-z])${prefix}([0-9A-Za-z]{${length}})(?![0-9A-Za-z])`,
    flags,
  );
  for (const [, body = ''] of text.matchAll(pattern)) {
    const id = prefix + foldBody(form, body);
    if (hasForm(form, id)) yield id;
  }
}

/** As much of a key as may be shown: what follows is cut off, whatever it is. */
function* keyBeginnings(
  { prefix, shown, alphabet }: NonNullable<Profile['key']>,
  text: string,
): Generator<string> {
  const some = formPattern({ prefix, alphabet, length: shown - prefix.length });
  for (const [value] of text.matchAll(new RegExp(`(?<![0-9A-Za-z])${some}`, 'g'))) yield value;
}
