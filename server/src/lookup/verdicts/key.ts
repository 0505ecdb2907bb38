import type { Claim, Evidence } from '@request-desk/shared/dossier';
import type { KindOf } from '@request-desk/shared/profile';
import type { Directory, DirectoryKey } from '../../directory/directory.ts';
import { sayDuration, sayTime } from '../say-time.ts';
import { claim, eventEvidence, keyEvidence } from './evidence.ts';
import { type FailedRequest, type Judgement, type Known, kindWithin } from './failed-request.ts';

/** The kinds that are about a key, and no other part of the credentials. */
type KeyKind = Extract<KindOf<'auth'>, `key_${string}`>;

/** Keys that do not work: unknown, revoked or expired; and whether another one is in use by now. */
export async function judgeKey(request: FailedRequest): Promise<Judgement> {
  const { key_id, key_prefix } = request.facts.request;
  const { directory } = request.sources;
  if (directory === undefined) return { claims: [] };
  const kind = kindWithin(request, 'auth');
  if (kind === 'key_unknown') return await unknownKey(request, directory);
  if (request.key === undefined) {
    const text = key_id
      ? `The control plane no longer has the key ${key_id}; more cannot be said.`
      : 'The event does not say which key it was; more cannot be said.';
    return { claims: [claim(text, eventEvidence(request.facts, { key_id, key_prefix }))] };
  }
  const ended = endOf(request.key, kind);
  const successor = await successorClaim(directory, request.key, ended?.at);
  const claims = [ended?.claim, lastUseClaim(request, request.key), successor];
  return { claims: claims.filter((one) => one !== undefined) };
}

/** When the key ended, or that there never was such a key. */
export async function keyHeadline(known: Known): Promise<string | undefined> {
  const { key } = known;
  const { directory } = known.sources;
  const prefix = known.facts.request.key_prefix;
  const kind = kindWithin(known, 'auth');
  if (kind !== 'key_unknown') return key && endOf(key, kind)?.claim.text;
  if (directory === undefined || prefix === '') return undefined;
  if ((await directory.keysByPrefix(prefix)).length > 0) return undefined;
  return `No organisation has a key with this secret, and no key begins with ${prefix}.`;
}

async function unknownKey(request: FailedRequest, directory: Directory): Promise<Judgement> {
  const { key_prefix: prefix } = request.facts.request;
  const event = eventEvidence(request.facts, { key_prefix: prefix });
  if (prefix === '') return { claims: [] };
  const alike = await directory.keysByPrefix(prefix);
  if (alike.length === 0) {
    return {
      claims: [
        claim(
          `No key begins with ${prefix}: it is not a damaged copy of one of ours, but from elsewhere or long gone.`,
          event,
          { kind: 'key', label: 'Keys with this prefix', rows: [] },
        ),
      ],
    };
  }
  return {
    claims: [
      claim(
        `${alike.length === 1 ? 'A key' : `${alike.length} keys`} of ours begins with ${prefix}, but its secret differs: the copy is damaged or altered.`,
        event,
        ...alike.slice(0, 5).map((key) => keyEvidence(key)),
      ),
    ],
  };
}

interface End {
  readonly at: Date;
  readonly claim: Claim;
}

/** When and how a key ended, for each kind. */
const END_OF: Readonly<Record<KeyKind, (key: DirectoryKey) => End | undefined>> = {
  key_unknown: () => undefined,
  key_revoked: (key) => {
    if (key.revokedAt === null) return undefined;
    const by = key.revokedBy ? ` by ${key.revokedBy}` : '';
    return ended(key, key.revokedAt, `was revoked on ${sayTime(key.revokedAt.getTime())}${by}`);
  },
  key_expired: (key) =>
    key.expiresAt === null
      ? undefined
      : ended(key, key.expiresAt, `expired on ${sayTime(key.expiresAt.getTime())}`),
};

function endOf(key: DirectoryKey, kind: KindOf<'auth'> | null): End | undefined {
  return kind !== null && isOfKey(kind) ? END_OF[kind](key) : undefined;
}

function isOfKey(kind: KindOf<'auth'>): kind is KeyKind {
  return Object.hasOwn(END_OF, kind);
}

function ended(key: DirectoryKey, at: Date, how: string): End {
  return { at, claim: claim(`The key “${key.name}” (${key.prefix}) ${how}.`, keyEvidence(key)) };
}

function lastUseClaim({ facts }: FailedRequest, key: DirectoryKey): Claim {
  if (key.lastUsedAt === null) return claim('It was never used with success.', keyEvidence(key));
  const ago = facts.startMs - key.lastUsedAt.getTime();
  return claim(
    `It last worked on ${sayTime(key.lastUsedAt.getTime())}${ago > 0 ? `, ${sayDuration(ago)} before this request` : ''}.`,
    keyEvidence(key),
  );
}

/** The key that took its place, or another of the organisation, and whether it is used. */
async function successorClaim(
  directory: Directory,
  key: DirectoryKey,
  endedAt: Date | undefined,
): Promise<Claim | undefined> {
  if (key.replacedBy) {
    const next = await directory.key(key.replacedBy);
    if (next) {
      const use = next.lastUsedAt
        ? `is in use (last on ${sayTime(next.lastUsedAt.getTime())})`
        : 'has not been used yet';
      return claim(
        `The key that replaced it, “${next.name}” (${next.prefix}), ${use}.`,
        keyEvidence(next),
      );
    }
  }
  if (endedAt === undefined) return undefined;
  const others = (await directory.keysOf(key.orgId)).filter(
    (one) => one.id !== key.id && one.revokedAt === null,
  );
  const used = others
    .filter(({ lastUsedAt }) => lastUsedAt !== null && lastUsedAt > endedAt)
    .sort((a, b) => Number(b.lastUsedAt) - Number(a.lastUsedAt));
  const evidence: Evidence[] = used.slice(0, 3).map((one) => keyEvidence(one));
  if (used.length > 0)
    return claim(
      `Nothing is named as its replacement, but ${used.length === 1 ? 'another key' : `${used.length} other keys`} of the organisation worked after that.`,
      ...evidence,
    );
  return claim('No other key of the organisation has worked since.', {
    kind: 'key',
    label: `${others.length} other keys`,
    rows: others.slice(0, 10).flatMap((one) => keyEvidence(one).rows),
  });
}
