import type { CauseReplies } from './causes-in.ts';

const CURSOR = {
  what: 'Die API kann diesen Cursor nicht verwenden: Er wurde unterwegs verändert oder stammt von anderswo.',
  next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und senden Sie jeden next_cursor genau so zurück, wie er kam.',
};
/** The same for what is absent and what another organisation has: nobody learns that it exists. */
const NOTHING_THERE = {
  what: 'Unter dieser ID gibt es nichts, was Ihr API-Schlüssel sehen kann.',
  next: 'Bitte prüfen Sie, woher die ID stammt, und vergleichen Sie sie mit dem, was ein Listenaufruf desselben Schlüssels liefert.',
};
const REPLACE_KEY =
  '[Ihr Ersatzschlüssel {replacement}… ist aktiv. Bitte verwenden Sie diesen.|Bitte legen Sie unter Einstellungen → API-Schlüssel einen neuen Schlüssel an und verwenden Sie diesen.]';
const PACE =
  'Bitte warten Sie nach einer solchen Antwort so lange, wie es ihr Header Retry-After vorgibt[ (hier {wait} s)][, und lassen Sie danach zwischen zwei Aufrufen mindestens {pace} Abstand|, und senden Sie Ihre Aufrufe danach in größerem Abstand].';

export const GERMAN_CAUSES: CauseReplies = {
  invalid_request: {
    parameter_invalid: {
      what: '[Im Pfad der Anfrage steht etwas anderes als eine ID der API{in_path}|Ein Query-Parameter hat einen Wert, den die API nicht annimmt: {problems}|Ein Query-Parameter hat einen Wert, den die API nicht annimmt].',
      next: 'Bitte [schreiben Sie die ID im Pfad genau so, wie die API sie geliefert hat{in_path}|{fix}|korrigieren Sie den Parameter], und senden Sie die Anfrage noch einmal.',
    },
    parameter_unknown: {
      what: 'Die Anfrage hat einen Query-Parameter, den dieser Aufruf nicht kennt[: {problems}].',
      next: 'Bitte [{fix}|lassen Sie den Parameter weg], und senden Sie die Anfrage noch einmal.',
    },
    body_invalid: {
      what: 'Der Body der Anfrage ist ungültig[: {problems}].',
      next: 'Bitte [{fix}|korrigieren Sie den Body], und senden Sie die Anfrage noch einmal.',
    },
    body_malformed: {
      what: 'Die API konnte den Body nicht lesen[: {problems}].',
      next: 'Bitte [{fix}|prüfen Sie, ob der Body gültiges JSON in UTF-8 ist], und senden Sie die Anfrage noch einmal.',
    },
    media_type: {
      what: 'Die API liest nur einfaches JSON; die Header dieser Anfrage kündigten etwas anderes an.',
      next: 'Bitte [{fix}|senden Sie den Body als JSON mit dem Header Content-Type: application/json].',
    },
    body_too_large: {
      what: 'Der Body ist größer, als die API in einer Anfrage annimmt.',
      next: 'Bitte senden Sie weniger in einer Anfrage.',
    },
    url_malformed: {
      what: 'Die Adresse der Anfrage war nicht lesbar: Die Prozentkodierung ist fehlerhaft, oder die Adresse ist zu lang.',
      next: 'Bitte lassen Sie die Adresse von einer URL-Bibliothek erzeugen und senden Sie die Anfrage noch einmal.',
    },
    header_invalid: {
      what: 'Ein Header der Anfrage war fehlerhaft, oder die Header waren insgesamt zu groß.',
      next: 'Bitte entfernen Sie Header, die Ihr Client oder ein Proxy auf dem Weg nicht senden muss; meist liegt es an großen Cookies.',
    },
    http_malformed: {
      what: 'Was die API erreichte, war keine vollständige HTTP-Anfrage.',
      next: 'Bitte prüfen Sie, ob ein Proxy zwischen Ihrem Client und der API Anfragen verändert oder abschneidet.',
    },
    timeout: {
      what: 'Die Anfrage kam nicht rechtzeitig vollständig an; deshalb wurde nichts ausgeführt.',
      next: 'Bitte senden Sie sie noch einmal; wenn es wieder vorkommt, suchen Sie nach einer langsamen Verbindung oder einem Client, der beim Senden stockt.',
    },
    idempotency_mismatch: {
      what: 'Der Idempotency-Key dieser Anfrage war schon für eine Anfrage mit anderem Body verwendet worden; deshalb wurde nichts ausgeführt.',
      next: 'Bitte verwenden Sie für jede neue Anfrage einen neuen Idempotency-Key und denselben nur, um eine Anfrage unverändert zu wiederholen.',
    },
  },
  invalid_cursor: {
    undecodable: CURSOR,
    forged: CURSOR,
    other_query: {
      what: 'Der Cursor gehört zu einer Liste, die mit anderen Parametern abgefragt wurde.',
      next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und lassen Sie die übrigen Parameter von Seite zu Seite gleich.',
    },
    expired: {
      what: 'Der Cursor ist zu alt.',
      next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und speichern Sie Cursor nicht zwischen zwei Läufen.',
    },
  },
  unauthorized: {
    header_missing: {
      what: 'Die Anfrage kam ohne API-Schlüssel: Der Header Authorization fehlt oder ist leer.',
      next: 'Bitte senden Sie bei jedem Aufruf den Header „Authorization: Bearer“, gefolgt von Ihrem API-Schlüssel.',
    },
    scheme_wrong: {
      what: 'Der Header Authorization verwendet nicht das Schema Bearer.',
      next: 'Bitte senden Sie in diesem Header das Wort Bearer, ein Leerzeichen und Ihren API-Schlüssel.',
    },
    token_malformed: {
      what: 'Der Wert des Headers Authorization ist kein API-Schlüssel.',
      next: 'Bitte senden Sie in diesem Header einmal das Wort Bearer, ein Leerzeichen und Ihren vollständigen API-Schlüssel genau so, wie er angezeigt wurde, und sonst nichts.',
    },
  },
  invalid_key: {
    unknown: {
      what: 'Die API kennt diesen Schlüssel nicht.',
      next: 'Bitte vergleichen Sie den Schlüssel, den Ihre Anwendung sendet, mit denen unter Einstellungen → API-Schlüssel und verwenden Sie den richtigen.',
    },
    revoked: {
      what: 'Der API-Schlüssel dieses Aufrufs wurde[ am {ended}] widerrufen und kann nie wieder verwendet werden.',
      next: REPLACE_KEY,
    },
    expired: {
      what: 'Der API-Schlüssel dieses Aufrufs ist[ am {ended}] abgelaufen.',
      next: REPLACE_KEY,
    },
  },
  scope_missing: {
    scope_missing: {
      what: 'Der API-Schlüssel gilt, aber ihm fehlt die Berechtigung[ {scope}], die dieser Aufruf braucht.',
      next: '[Ihre Organisation hat bereits {holders} aktive Schlüssel mit dieser Berechtigung, darunter {holder}…: Bitte verwenden Sie einen davon für diesen Aufruf|Ihre Organisation hat bereits einen aktiven Schlüssel mit dieser Berechtigung, {holder}…: Bitte verwenden Sie ihn für diesen Aufruf|Bitte legen Sie unter Einstellungen → API-Schlüssel einen Schlüssel mit der Berechtigung {scope} an und verwenden Sie ihn für diesen Aufruf|Bitte legen Sie unter Einstellungen → API-Schlüssel einen Schlüssel mit dieser Berechtigung an und verwenden Sie ihn für diesen Aufruf]; die Berechtigungen eines Schlüssels lassen sich nicht ändern.',
    },
  },
  not_found: {
    absent: NOTHING_THERE,
    other_org: NOTHING_THERE,
    deleted: {
      what: 'Was Sie abgefragt haben, wurde[ am {deleted}] gelöscht.',
      next: '[Da Ihre Anfrage es löschen sollte, ist nichts weiter zu tun.{removes}|Bitte entfernen Sie die ID aus Ihren Daten, oder legen Sie das Meeting neu an, wenn Sie es noch brauchen.]',
    },
    route_unknown: {
      what: 'Diesen Pfad hat die API nicht.',
      next: '[Bitte rufen Sie stattdessen {near} auf.|Bitte vergleichen Sie den Pfad mit der API-Referenz.]',
    },
    method_unknown: {
      what: '[Dieser Pfad lässt die Methode {method} nicht zu|Dieser Pfad lässt die Methode der Anfrage nicht zu].',
      next: '[Bitte verwenden Sie eine der erlaubten Methoden: {methods}.|Bitte vergleichen Sie die Methode mit der API-Referenz.]',
    },
  },
  rate_limited: {
    burst: {
      what: 'Ihr API-Schlüssel hat innerhalb einer Sekunde mehr Aufrufe gemacht, als sein Limit[ von {limit}] erlaubt.',
      next: PACE,
    },
    sustained: {
      what: 'Ihr API-Schlüssel hat innerhalb einer Minute mehr Aufrufe gemacht, als sein Limit[ von {limit}] erlaubt.',
      next: PACE,
    },
    auth_flood: {
      what: 'Von Ihrer Adresse kamen zu viele Aufrufe ohne gültigen API-Schlüssel.',
      next: 'Bitte korrigieren Sie zuerst den API-Schlüssel, der dort verwendet wird[, und warten Sie dann {wait} s].',
    },
  },
  internal_error: {
    exception: {
      what: 'Es tut uns leid, das war ein Fehler auf unserer Seite.',
      next: 'Bitte senden Sie die Anfrage noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
    },
    overloaded: {
      what: 'Es tut uns leid: Die API war für einen Moment überlastet und hat Ihre Anfrage nicht angenommen. Es wurde nichts ausgeführt.',
      next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal.',
    },
    draining: {
      what: 'Es tut uns leid: Der Server, der Ihre Anfrage bekam, wurde gerade neu gestartet und hat sie nicht angenommen. Es wurde nichts ausgeführt.',
      next: 'Bitte senden Sie die Anfrage noch einmal.',
    },
    control_plane_away: {
      what: 'Es tut uns leid: Ein Teil unseres Systems, den dieser Aufruf braucht, hat nicht rechtzeitig geantwortet.',
      next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
    },
    idempotency_in_flight: {
      what: 'Eine frühere Anfrage mit demselben Idempotency-Key wurde noch ausgeführt. Es wurde nichts doppelt ausgeführt.',
      next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal, mit demselben Idempotency-Key.',
    },
  },
};
