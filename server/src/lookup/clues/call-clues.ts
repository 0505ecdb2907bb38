import type { Clue } from '@request-desk/shared/likely-api';
import type { Profile } from '@request-desk/shared/profile';

const METHOD = /(?<![A-Za-z])(GET|POST|PUT|PATCH|DELETE|HEAD)(?![A-Za-z])/g;
const ADDRESS = /https?:\/\/[^\s/"'<>]{1,200}(\/[^\s"'<>?#]{1,200})/gi;
const PATH = /(?<![\w:/.<@-])(\/[a-z][\w.~-]{0,60}(?:\/[\w.~:{}%-]{1,80}){1,8})/gi;
const CLIENT = /(?<![\w/.@-])([a-z][\w.-]{1,40})\/v?(\d{1,4}(?:\.\d{1,6}){1,3})/gi;
/** `requests` is a word, too: it is the client only where it is called one. */
const KNOWN_CLIENT =
  /(?<![\w-])(python-requests|(?<=python(?:['’]s)? |`)requests|requests(?=[- ](?:library|lib|module|package|session)|==|\.(?:get|post|exceptions))|aiohttp|httpx|axios|curl|okhttp|node-fetch|undici|postman|insomnia|guzzle|faraday|go-http-client|java-http-client|apache-httpclient|zapier|powershell)(?![\w-])/gi;

/** What people do with a thing, in English and German. */
const VERBS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:creat(?:e|es|ed|ing|ion)|book(?:ing|s|ed)?|schedul(?:e|ing|ed)|add(?:ing|ed)?|insert|submit\w*|anlegen|anzulegen|angelegt|erstell(?:en|t|ung)|buch(?:en|t)|eintragen|einplanen)\b/i,
    'POST',
  ],
  [
    /\b(?:list(?:ing|s|e|en)?|fetch\w*|load(?:ing|s)?|read(?:ing|s)?|retriev\w*|sync\w*|abruf\w*|abzurufen|auflist\w*|laden|lesen|ausles\w*|export\w*|import\w*|paging|pagination)\b/i,
    'GET',
  ],
  [/\b(?:delet\w*|remov\w*|cancel\w*|lösch\w*|gelöscht|entfern\w*|storn\w*)\b/i, 'DELETE'],
  [
    /\b(?:updat\w*|chang(?:e|ing)|renam\w*|mov(?:e|ing)|änder\w*|verschieb\w*|aktualisier\w*)\b/i,
    'PATCH',
  ],
];

/** Methods, paths and clients that a text names, and methods that its verbs mean. */
export function* callClues(profile: Profile, text: string): Generator<Clue> {
  let named = false;
  for (const [, value = ''] of text.matchAll(METHOD)) {
    named = true;
    yield { kind: 'method', value, label: value, sure: true };
  }
  if (!named)
    for (const [verb, value] of VERBS)
      if (verb.test(text)) yield { kind: 'method', value, label: value, sure: false };
  for (const pattern of [ADDRESS, PATH])
    for (const [, path = ''] of text.matchAll(pattern)) {
      const value = knownPart(path);
      if (value.length > 2)
        yield { kind: 'path', value, label: value, sure: isOfApi(profile, value) };
    }
  for (const [, name = '', version = ''] of text.matchAll(CLIENT))
    if (!/^(?:http|tls|ssl|mozilla|applewebkit|gecko|\d)/i.test(name)) {
      const value = `${name}/${version}`;
      yield { kind: 'client', value, label: value, sure: true };
    }
  for (const [, name = ''] of text.matchAll(KNOWN_CLIENT))
    yield { kind: 'client', value: name.toLowerCase(), label: name, sure: false };
}

/** A path until its first placeholder, without what ends a sentence. */
function knownPart(path: string): string {
  const cut = path.search(/\/(?:[:{<]|%7b|\.\.\.|…)/i);
  return (cut < 0 ? path : path.slice(0, cut)).replace(/[.,;:!)\]}/]+$/, '');
}

/** Whether calls of the profile's scopes begin alike. */
function isOfApi({ scopes }: Profile, path: string): boolean {
  const first = path.split('/', 3).join('/');
  return Object.values(scopes)
    .flat()
    .some((call) => call.split(' ')[1]?.startsWith(first) ?? false);
}
