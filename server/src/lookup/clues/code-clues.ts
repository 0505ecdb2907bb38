import type { Clue } from '@request-desk/shared/likely-api';
import type { CodeClass, Profile } from '@request-desk/shared/profile';
import { codesOfClass } from '@request-desk/shared/profile-codes';

/** How people call failures of a class who do not quote its code, in English and German. */
const SAID: Readonly<Record<CodeClass, RegExp>> = {
  limit:
    /rate[- ]?limit|too many (?:requests|calls)|throttl|limitier|ratenlimit|gedrosselt|zu viele (?:anfragen|aufrufe|requests)|kontingent|quota|drossel/i,
  server:
    /internal (?:server )?error|server ?(?:error|fehler)|interner? (?:server)?fehler|\b5xx\b|\bcrash|outage|ausfall|\bdown\b|exception on your|something (?:went wrong|failed) on (?:your|our) side/i,
  auth: /unauthori[sz]ed|unauthenticated|authenticat|authentifizier|invalid (?:api[- ])?key|(?:key|schlüssel|token)[^.\n]{0,40}(?:invalid|rejected|expired|revoked|not (?:work|valid|accepted)|doesn.t work|ungültig|abgelehnt|abgelaufen|gesperrt|funktioniert nicht|widerrufen|nicht akzeptiert|not recogni[sz]ed|stopped working)|ungültige[rn]? (?:api[- ])?(?:key|schlüssel)|credentials|zugangsdaten|log ?in fail|cannot log in/i,
  permission:
    /forbidden|permission|not allowed|\bscope|berechtigung|verboten|access denied|zugriff verweigert|nicht erlaubt/i,
  missing:
    /not[ _-]?found|nicht (?:mehr )?(?:gefunden|auffindbar|da\b|vorhanden)|does(?: not|n.t) exist|no such|existiert nicht|disappeared|verschwunden|is gone|can(?:not|.t) find|\bmissing\b/i,
  invalid:
    /bad request|invalid (?:request|parameter|body|json|field)|validation|malformed|ungültige[rn]? (?:anfrage|parameter|wert|feld)|validierung|fehlerhafte anfrage|\bcursor\b|rejects? (?:our|the|my) (?:body|json|payload|field|request)/i,
};

const STATUS = /(?<![\w.,:/-])([45]\d\d)(?:er|s|-er)?(?![\w%:/-]|[.,]\d)/g;
/** What stands right before or after a number that is a status. */
const BEFORE =
  /(?:http(?:\/\d(?:\.\d)?)?|status(?:[ _-]?code)?|code|errors?|fehler(?:code)?|response|antwort(?:en|et)?|returns?(?:ed|ing)?|got|gets?|getting|bekommen|erhalten|kriegen|with|mit|an?|einen?|throws?|liefert)["'\s:=>(]{1,4}$/i;
const AFTER =
  /^["'\s:,)-]{1,4}(?:errors?|fehler|response|antwort|status|too many|not found|unauth|forbidden|internal|bad request|unprocessable|service|gateway|auf\b|on\b|for\b|from\b|beim?\b)/i;

/** Codes, by their names or in people's words, and statuses. */
export function* codeClues(profile: Profile, text: string): Generator<Clue> {
  for (const name of Object.keys(profile.codes))
    if (codePattern(name).test(text)) yield { kind: 'code', value: name, label: name, sure: true };
  for (const [of, said] of Object.entries(SAID) as [CodeClass, RegExp][]) {
    if (!said.test(text)) continue;
    for (const name of nearest(codesOfClass(profile, of), text))
      yield { kind: 'code', value: name, label: name, sure: false };
  }
  const statuses = new Set(Object.values(profile.codes).map(({ status }) => String(status)));
  for (const { 0: whole, 1: value = '', index } of text.matchAll(STATUS)) {
    const sure =
      BEFORE.test(text.slice(Math.max(0, index - 24), index)) ||
      AFTER.test(text.slice(index + whole.length, index + whole.length + 24)) ||
      whole.length > 3;
    if (sure || statuses.has(value)) yield { kind: 'status', value, label: value, sure };
  }
}

/** Words of the reason phrases of HTTP: said of any code that has the status. */
const REASONS = /^(?:request|requests|unauthori[sz]ed|forbidden|found|internal|server|error|many)$/;

/** Of codes that the same words may mean those of which a word of their own name is said, if any. */
function nearest(names: readonly string[], text: string): readonly string[] {
  const own = names.filter((name) =>
    name
      .split(/[_.-]/)
      .some(
        (word) =>
          word.length > 4 &&
          !REASONS.test(word) &&
          names.every((other) => other === name || !other.includes(word)) &&
          new RegExp(`(?<![a-z])${word.replace(/[^A-Za-z0-9]/g, '')}(?![a-z])`, 'i').test(text),
      ),
  );
  return own.length > 0 ? own : names;
}

/** The name as it is, with other separators, or in one word of capitals. */
function codePattern(name: string): RegExp {
  const words = name.split(/[_.-]/).map((word) => word.replace(/[^A-Za-z0-9]/g, ''));
  // A name of one word may be a word of prose: as a code it stands in quotes, or after a colon.
  if (words.length === 1) return new RegExp(`["'\`:=] ?${words[0]}\\b|\\b${words[0]}["'\`]`);
  return new RegExp(`(?<![a-z0-9])${words.join('[_.-]?')}(?![a-z0-9])`, 'i');
}
