/**
 * The profile of an API: one value that says everything about it that the desk does not know by
 * itself. Codes and causes are plain text everywhere else. Attribute names are not part of it: they
 * are the same for every API.
 */

import { z } from 'zod';
import { CLIENT_CLOSED } from './client-closed.ts';
import { type IdForm, idForm } from './id-form.ts';
import { isStatusCode } from './profile-codes.ts';
import { causeTexts, codeTexts } from './profile-texts.ts';
import { replyCatalogue } from './replies/catalogue.ts';

/** What kind of failure a code is; verdicts, alerts, rates and colours go by it. */
export const CODE_CLASSES = [
  'invalid',
  'auth',
  'permission',
  'missing',
  'limit',
  'server',
] as const;
export type CodeClass = (typeof CODE_CLASSES)[number];

/** Classes that can alert: faults of the API itself, and callers over their limits. */
export const ALERT_CLASSES = ['server', 'limit'] as const;
export type AlertClass = (typeof ALERT_CLASSES)[number];

/**
 * What a cause means to the desk, in neutral words: each has a verdict that knows what to look for.
 * `hidden` is another organisation's: customers never learn that it exists.
 */
export const CAUSE_KINDS = {
  invalid: [
    'parameter_invalid',
    'parameter_unknown',
    'body_invalid',
    'body_malformed',
    'media_type',
    'body_too_large',
    'url_malformed',
    'header_invalid',
    'http_malformed',
    'timeout',
    'page_token',
    'repeat_differs',
  ],
  auth: [
    'credential_missing',
    'credential_scheme',
    'credential_malformed',
    'key_unknown',
    'key_revoked',
    'key_expired',
  ],
  permission: ['scope_lacking'],
  missing: ['absent', 'hidden', 'deleted', 'route_unknown', 'method_unknown'],
  limit: ['limit_burst', 'limit_sustained', 'limit_auth_flood'],
  server: ['exception', 'overloaded', 'draining', 'control_plane_away', 'repeat_in_flight'],
} as const satisfies Readonly<Record<CodeClass, readonly string[]>>;
/** A kind that causes of a class can have. */
export type KindOf<C extends CodeClass> = (typeof CAUSE_KINDS)[C][number];
export type CauseKind = KindOf<CodeClass>;

const ALL_KINDS = Object.values(CAUSE_KINDS).flat();

/** Each page of the console carries them all, and a rule or a channel may name any of them. */
export const MOST_CODES = 500;

/** Words that filters take beside codes; a code of that name could not be searched. */
const RESERVED_CODES: ReadonlySet<string> = new Set(['success', 'error', CLIENT_CLOSED]);
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const name = z.string().regex(NAME, 'must be at most 64 letters, digits, _, . and -');

const cause = z.strictObject({
  kind: z.enum(ALL_KINDS).nullable().default(null).describe('null: known by its meaning alone'),
  texts: causeTexts,
});

const code = z
  .strictObject({
    status: z.int().min(400).max(599),
    class: z.enum(CODE_CLASSES),
    retry: z
      .enum(['never', 'after_retry_after', 'backoff'])
      .default('never')
      .describe('Whether repeating the same call can help, and how'),
    docs: z
      .string()
      .max(500)
      .nullable()
      .default(null)
      .describe('Address of its documentation, or what follows `docs_base`'),
    texts: codeTexts,
    causes: z.record(name, cause).default({}),
  })
  .superRefine(({ class: own, causes }, { addIssue }) => {
    const kinds: readonly string[] = CAUSE_KINDS[own];
    for (const [cause, { kind }] of Object.entries(causes))
      if (kind !== null && !kinds.includes(kind))
        addIssue({
          code: 'custom',
          path: ['causes', cause, 'kind'],
          message: `${kind} is no kind of the class ${own}; use ${kinds.join(', ')} or null`,
        });
  });

/** Ids of the one would match the form of the other. */
function alike(a: FormOf, b: FormOf): boolean {
  const read = ({ prefix }: FormOf) => prefix.toLowerCase().replaceAll('-', '_');
  // Of what is only named beside, an older form may be shorter.
  return read(a) === read(b) && (a.length === b.length || !('label' in a && 'label' in b));
}
type FormOf = IdForm & { readonly label?: string };

const requestIdForm = idForm
  .extend({
    names_trace: z
      .boolean()
      .default(false)
      .describe('The id is the first half of its trace id, and the second half is fmix64 of it'),
  })
  .refine(
    ({ names_trace, alphabet, length }) => !names_trace || (alphabet === 'hex' && length === 16),
    {
      path: ['names_trace'],
      message: 'an id that names its trace has 16 characters of the alphabet hex',
    },
  );

/** Everything specific to one API; see `parseProfile`. */
export const profile = z
  .strictObject({
    name: z.string().trim().min(1).max(80).describe('As people call it, such as Charges API'),
    service: name.describe('The service.name that only this API may emit requests under'),
    docs_base: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null)
      .describe('null: documentation stands with the API itself'),
    locale: z.string().default('en').describe('The locale that every text exists in'),
    replies: z
      .record(z.string(), replyCatalogue)
      .default({})
      .describe('What customers are answered, by language; without it the texts of the codes'),
    codes: z.record(name, code).describe('In the order in which people read them'),
    request_id: requestIdForm,
    key: idForm
      .extend({
        shown: z.int().min(4).describe('Characters of a key that may be shown and logged'),
      })
      .nullable()
      .default(null),
    other_ids: z
      .array(
        idForm.extend({
          label: z.string().min(1).max(40),
          names: z
            .enum(['org', 'key', 'resource'])
            .default('resource')
            .describe('What it is the id of: who called, or something that calls are about'),
        }),
      )
      .default([]),
    scopes: z
      .record(z.string().min(1).max(64), z.array(z.string()))
      .default({})
      .describe('Scopes of keys, and the calls that each opens, such as `GET /charges`'),
    alerts: z
      .partialRecord(
        z.enum(ALERT_CLASSES),
        z.strictObject({
          name: z.string().min(1).max(40).describe('As in `server errors`'),
          rule: z
            .string()
            .min(1)
            .max(40)
            .optional()
            .describe('The rule that judges them, where that has a name of its own'),
          of_one: z
            .string()
            .min(1)
            .max(40)
            .optional()
            .describe('Those of a single organisation, where that has a name of its own'),
        }),
      )
      .default({ server: { name: 'server errors' }, limit: { name: 'rate limits' } })
      .describe('Classes that alert, and what their alerts are called'),
  })
  .superRefine(({ codes, locale, key, replies, request_id, other_ids }, { addIssue }) => {
    const fault = (path: PropertyKey[], message: string) =>
      addIssue({ code: 'custom', path, message });
    const others = other_ids.map((form, at) => [`other_ids.${at}`, form] as const);
    const forms = [['request_id', request_id], ['key', key], ...others] as const;
    for (const [at, [place, form]] of forms.entries()) {
      const same = forms.slice(0, at).find(([, other]) => form && other && alike(form, other));
      if (same) fault(place.split('.'), `looks like ${same[0]}: give it another prefix`);
    }
    const count = Object.keys(codes).length;
    if (count === 0) fault(['codes'], 'needs at least one code');
    if (count > MOST_CODES) fault(['codes'], `has ${count} codes; ${MOST_CODES} are the most`);
    if (key && key.shown >= key.prefix.length + key.length)
      fault(['key', 'shown'], 'would show the whole key');
    for (const [language, { causes }] of Object.entries(replies))
      for (const [code, own] of Object.entries(causes))
        for (const cause of Object.keys(own))
          if (!Object.hasOwn(codes[code]?.causes ?? {}, cause))
            fault(['replies', language, 'causes', code, cause], 'is no cause of a code');
    for (const [code, { texts, causes }] of Object.entries(codes)) {
      if (RESERVED_CODES.has(code)) fault(['codes', code], 'is a word that filters use');
      if (isStatusCode(code)) fault(['codes', code], 'is what failures without a code are called');
      if (!Object.hasOwn(texts, locale))
        fault(['codes', code, 'texts'], `has no text in the locale ${locale}`);
      for (const [cause, { texts }] of Object.entries(causes))
        if (!Object.hasOwn(texts, locale))
          fault(['codes', code, 'causes', cause, 'texts'], `has no text in the locale ${locale}`);
    }
  });
export type Profile = z.infer<typeof profile>;
/** As it is written, before defaults. */
export type ProfileInput = z.input<typeof profile>;
export type CodeProfile = Profile['codes'][string];
export type CauseProfile = CodeProfile['causes'][string];

/** Thrown with every fault of a profile at once, each with the place that it is at. */
export class ProfileError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The profile is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ProfileError';
    this.faults = faults;
  }
}

/** Checks a profile and fills in its defaults. Throws a ProfileError. */
export function parseProfile(value: unknown): Profile {
  const parsed = profile.safeParse(value);
  const faults = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
  );
  if (parsed.success && !namesPrototype(value)) return parsed.data;
  throw new ProfileError(faults.length > 0 ? faults : ['__proto__ cannot be the name of anything']);
}

/** JSON may have such a member; zod leaves it out without a word. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype);
}
