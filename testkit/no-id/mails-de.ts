import { BERLIN, type NoIdCase } from './no-id-case.ts';

const quotedPrintable = (text: string) =>
  `Content-Transfer-Encoding: quoted-printable\r\n\r\n${[...Buffer.from(text)]
    .map((byte) =>
      (byte >= 32 && byte < 127 && byte !== 61) || byte === 10
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .replace(/(.{70})(?=[a-z])/g, '$1=\r\n')}`;

/** Mails in German. */
export const GERMAN: readonly NoIdCase[] = [
  {
    name: 'gestern gegen 15 Uhr',
    org: 4,
    code: 'internal_error',
    cause: 'exception',
    call: 'create',
    at: [1, '15:06', BERLIN],
    mail: ({ org }) =>
      `Guten Tag,\n\ngestern gegen 15 Uhr kam beim Anlegen eines Meetings ein Fehler 500. Können Sie das bitte prüfen?\n\nViele Grüße\nJana Held\n${org}`,
  },
  {
    name: 'heute Morgen',
    org: 6,
    code: 'invalid_key',
    cause: 'expired',
    call: 'list',
    at: [0, '08:20', BERLIN],
    mail: ({ prefix }) =>
      `Hallo, seit heute Morgen wird unser API-Schlüssel (${prefix}…) nicht akzeptiert, ungültiger Key steht da. Was müssen wir tun?`,
  },
  {
    name: 'vor zwei Stunden',
    org: 7,
    code: 'rate_limited',
    cause: 'burst',
    call: 'list',
    at: [0, '16:02', 'UTC'],
    mail: ({ org }) =>
      `Vor zwei Stunden wurden wir gedrosselt, zu viele Anfragen. Wir rufen aber nur alle 5 Minuten ab! ${org}`,
  },
  {
    name: 'quoted-printable',
    org: 6,
    code: 'not_found',
    cause: 'deleted',
    call: 'one',
    at: [2, '10:30', BERLIN],
    mail: ({ org, meeting, datum }) =>
      quotedPrintable(
        `Hallo zusammen,\n\nam ${datum} um 10:30 Uhr war das Meeting ${meeting} plötzlich nicht mehr auffindbar. Wir haben es nicht gelöscht.\n\nGrüße aus Köln\n${org}`,
      ),
  },
  {
    name: 'Wochentag und MEZ',
    org: 0,
    code: 'scope_missing',
    cause: 'scope_missing',
    call: 'create',
    at: [3, '09:15', BERLIN],
    mail: ({ wochentag, org }) =>
      `Am ${wochentag} um 9:15 Uhr deutscher Zeit hat die Schnittstelle das Erstellen abgelehnt: keine Berechtigung. Bitte um Rückmeldung, ${org}`,
  },
  {
    name: 'Domain und Datum der Mail',
    org: 4,
    code: 'invalid_request',
    cause: 'parameter_invalid',
    call: 'list',
    at: [1, '13:48', BERLIN],
    mail: ({ domain, dateHeader }) =>
      `Von: technik@${domain}\nDate: ${dateHeader(12)}\nBetreff: 400\n\nHallo, gerade eben beim Abrufen: "invalid_request". Was ist falsch?`,
  },
  {
    name: 'nur der Pfad und die Uhrzeit',
    org: 1,
    code: 'invalid_cursor',
    cause: 'other_query',
    call: 'list',
    at: [0, '07:07', BERLIN],
    mail: () =>
      'GET /public/v1/meetings heute um 7:07 Uhr, Cursor ungültig. Wieso? Bitte und danke',
  },
  {
    name: 'irreführend: anderer Tag',
    org: 6,
    code: 'internal_error',
    cause: 'overloaded',
    call: 'list',
    at: [1, '18:31', BERLIN],
    mail: ({ org }) =>
      `Heute um 18:31 Uhr hatten wir einen Serverfehler beim Auslesen der Termine. Bitte prüfen, die Nutzer warten. ${org}`,
  },
  {
    name: 'irreführend: zitiert eine alte Antwort',
    org: 7,
    code: 'invalid_request',
    cause: 'body_invalid',
    call: 'create',
    at: [0, '11:25', BERLIN],
    mail: ({ org }) =>
      `Hallo,\n\nwieder ein Fehler, diesmal 400 beim Anlegen, heute 11:25 Uhr.\n\n${org}\n\n> Ihr letztes Ticket: Sie haben das Limit überschritten (rate_limited, 429).\n> Bitte warten Sie und versuchen Sie es dann nochmals.`,
  },
  {
    name: 'Nacht',
    org: 6,
    code: 'internal_error',
    cause: 'exception',
    call: 'list',
    at: [1, '02:40', BERLIN],
    mail: ({ org, datum }) =>
      `In der Nacht, am ${datum} um 02:40, ist der Abgleich mit HTTP 500 abgebrochen. ${org}, IT`,
  },
  {
    name: 'ohne Zeit',
    org: 7,
    code: 'scope_missing',
    cause: 'scope_missing',
    call: 'list',
    at: [1, '16:16', 'UTC'],
    mail: ({ keyId }) =>
      `Der Key ${keyId} darf angeblich nichts lesen (403 Forbidden). Stimmt das?`,
  },
  {
    name: 'Postman',
    org: 0,
    code: 'unauthorized',
    cause: 'scheme_wrong',
    call: 'list',
    at: [0, '15:33', BERLIN],
    client: 'PostmanRuntime/7.36.0',
    mail: ({ org }) =>
      `Mit Postman (PostmanRuntime/7.36.0) bekomme ich seit 15:30 Uhr nur 401 unauthorized. Im Browser geht es. Wir sind ${org}.`,
  },
  {
    name: 'mehrere Zeiten',
    org: 1,
    code: 'rate_limited',
    cause: 'sustained',
    call: 'create',
    at: [1, '17:05', BERLIN],
    mail: ({ org }) =>
      `Gestern von 17 bis 17:30 Uhr wurden unsere Buchungen gedrosselt, um 12 Uhr lief noch alles. Wir sind ${org} und haben das Kontingent nicht ausgeschöpft.`,
  },
  {
    name: 'ein Satz',
    org: 2,
    code: 'internal_error',
    cause: 'exception',
    call: 'one',
    at: [0, '17:10', 'UTC'],
    mail: ({ org }) => `${org}: 500er, gerade eben`,
  },
  {
    name: 'Auszug aus einem Protokoll',
    org: 3,
    code: 'not_found',
    cause: 'absent',
    call: 'one',
    at: [0, '09:09', BERLIN],
    mail: ({ datum, meeting }) =>
      `Auszug aus dem Log:\n${datum} 09:09:31 FEHLER Abruf /public/v1/meetings/${meeting} -> 404\n${datum} 09:09:32 WARN naechster Versuch in 60 s`,
  },
  {
    name: 'Organisation klein geschrieben',
    org: 9,
    code: 'invalid_request',
    cause: 'parameter_unknown',
    call: 'list',
    at: [2, '14:00', BERLIN],
    mail: ({ org }) =>
      `moin, ${org.toLowerCase()} hier. vorgestern um 14 uhr: bad request beim auflisten. was ist da los und wann geht es wieder?`,
  },
  {
    name: 'zwei Schlüssel, einer davon alt',
    org: 8,
    code: 'invalid_key',
    cause: 'revoked',
    call: 'list',
    at: [0, '10:41', BERLIN],
    mail: ({ prefix, other }) =>
      `Wir haben von ${other.prefix} auf ${prefix} gewechselt, und der neue geht nicht: um 10:41 Uhr heute kam invalid_key.`,
  },
  {
    name: 'Nachmittag',
    org: 8,
    code: 'rate_limited',
    cause: 'burst',
    call: 'create',
    at: [1, '16:50', BERLIN],
    mail: ({ orgId }) =>
      `Kunde ${orgId} meldet: gestern Nachmittag Ratenlimit beim Buchen, bitte prüfen und melden`,
  },
  {
    name: 'im Betreff',
    org: 9,
    code: 'scope_missing',
    cause: 'scope_missing',
    call: 'create',
    at: [1, '11:02', BERLIN],
    mail: ({ org, dateHeader }) =>
      `Subject: scope_missing beim Anlegen (${org})\nDate: ${dateHeader(180)}\n\nsiehe Betreff. Heute gegen 11 Uhr.`,
  },
  {
    name: 'seit Wochentag',
    org: 2,
    code: 'invalid_cursor',
    cause: 'expired',
    call: 'list',
    at: [2, '09:30', BERLIN],
    mail: ({ wochentag, org }) =>
      `Seit ${wochentag} bricht unser Export mit einem abgelaufenen Cursor ab. Wir, ${org}, brauchen den Export und bitten um Hilfe.`,
  },
];
