import type { ReplyFrame } from './catalogue.ts';

export const GERMAN: ReplyFrame = {
  language: 'Deutsch',
  time: 'DD.MM.YYYY, hh:mm:ss UTC',
  greeting: 'Guten Tag,',
  closing: 'Mit freundlichen Grüßen',
  opening:
    'vielen Dank für die Request-ID. Wir haben {request_id} vom {time} angesehen[; die Antwort war {answer}].',
  short: 'Zur Anfrage {request_id} vom {time}: {text}',
  docs: 'Mehr dazu: {docs}',
  if_again:
    'Falls es danach noch nicht geht, schicken Sie uns bitte die Request-ID des neuen Versuchs.',
  other: {
    what: 'Die Anfrage ist fehlgeschlagen.',
    next: 'Bitte senden Sie sie noch einmal; schlägt sie wieder fehl, schicken Sie uns bitte die neue Request-ID.',
  },
  retried: {
    same: '[Die Anfrage fiel in eine Störung, die am {began} begann; sie ist uns bekannt, und wir arbeiten daran. Zurzeit tritt sie nicht auf, sie ist aber noch nicht vorbei: Sie kann wiederkommen.{resting} |Die Anfrage fiel in eine Störung, die seit dem {began} besteht; sie ist uns bekannt, und wir arbeiten daran.{open} ][{known_issue} ]Derselbe Aufruf war am {retried} erfolgreich, Sie brauchen also [für diese Anfrage {open}]nichts mehr zu tun[; andere Aufrufe können bis zum Ende der Störung fehlschlagen{open}].',
    corrected:
      '[Die Anfrage fiel in eine Störung, die am {began} begann; sie ist uns bekannt, und wir arbeiten daran. Zurzeit tritt sie nicht auf, sie ist aber noch nicht vorbei: Sie kann wiederkommen.{resting} |Die Anfrage fiel in eine Störung, die seit dem {began} besteht; sie ist uns bekannt, und wir arbeiten daran.{open} ][{known_issue} ]Ihr korrigierter Aufruf war am {retried} erfolgreich, Sie brauchen also [für diese Anfrage {open}]nichts mehr zu tun[; andere Aufrufe können bis zum Ende der Störung fehlschlagen{open}].',
  },
  fault: {
    again:
      '[Die Störung dauerte vom {began} bis zum {since}; seitdem funktionieren Aufrufe wie Ihrer wieder normal|Die Störung dauerte vom {began} bis zum {ended}, und Aufrufe wie Ihrer funktionieren wieder normal|Aufrufe wie Ihrer funktionieren seit dem {since} wieder normal|Aufrufe wie Ihrer funktionieren wieder normal]. Bitte senden Sie die Anfrage noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
    open: '[Die Störung begann am {began}; sie ist uns bekannt, und wir arbeiten daran. Zurzeit tritt sie nicht auf, sie ist aber noch nicht vorbei: Sie kann wiederkommen.{resting}|Die Störung besteht seit dem {began}; sie ist uns bekannt, und wir arbeiten daran.|Die Störung ist uns bekannt, und wir arbeiten daran.][ {known_issue}] Bitte warten Sie, bevor Sie die Anfrage noch einmal senden.',
    not_yet:
      'Aufrufe wie Ihrer schlagen zurzeit fehl. Bitte warten Sie einige Minuten, bevor Sie die Anfrage noch einmal senden.',
    over: 'Die Anfrage fiel in eine Störung, die vom {began} bis zum {ended} dauerte. Bitte senden Sie die Anfrage noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
    later:
      '[Die Anfrage fiel in eine Störung, die vom {began} bis zum {ended} dauerte. ][Seit dem {later} besteht eine andere Störung, und Aufrufe wie Ihrer schlagen zurzeit fehl{failing}|Seit dem {later} besteht eine andere Störung, die auch Aufrufe wie Ihren betreffen kann|Davon abgesehen schlagen Aufrufe wie Ihrer zurzeit fehl]. Bitte warten Sie einige Minuten, bevor Sie die Anfrage noch einmal senden.',
  },
  problems: {
    required: '„{field}“ fehlt',
    unknown: '„{field}“ ist hier nicht bekannt[; vielleicht war „{near}“ gemeint]',
    duplicate: '„{field}“ kommt mehr als einmal vor',
    wrong:
      '„{field}“ [erwartet {expected}|hat einen Wert, der nicht erlaubt ist][, gesendet wurde aber {came}][; vielleicht war „{near}“ gemeint]',
    cut_off: 'Er scheint vor dem Ende abgeschnitten zu sein',
    empty: 'Er ist leer',
    encoding: 'Er ist kein gültiges UTF-8',
    syntax: 'Er ist kein gültiges JSON',
  },
  fixes: {
    required: 'ergänzen Sie „{field}“',
    unknown: '[schreiben Sie „{near}“ statt „{field}“|lassen Sie „{field}“ weg]',
    duplicate: 'senden Sie „{field}“ nur einmal',
    wrong: 'korrigieren Sie „{field}“',
    unquoted: 'senden Sie „{field}“ als Zahl, ohne Anführungszeichen',
    cut_off: 'senden Sie den Body vollständig (entspricht Content-Length seiner Länge in Bytes?)',
    empty: 'senden Sie ein JSON-Objekt als Body',
    encoding: 'kodieren Sie den Body als UTF-8',
    syntax: 'korrigieren Sie das JSON im Body',
    content_type: 'senden Sie den Body mit dem Header Content-Type: application/json',
    content_encoding: 'senden Sie den Body ohne den Header Content-Encoding',
  },
  forms: {
    whole_number: 'eine ganze Zahl[ von {min} bis {max}]',
    number: 'eine Zahl[ von {min} bis {max}]',
    text: 'Text[ von {min} bis {max} Zeichen]',
    date_time: 'einen Zeitpunkt mit Zeitzone (ISO 8601) wie 2031-05-06T07:08:09Z',
    one_of: 'einen dieser Werte: {allowed}',
    object: 'ein JSON-Objekt',
  },
  kinds: {
    text: 'Text',
    number: 'eine Zahl',
    boolean: 'true oder false',
    null: 'null',
    list: 'eine Liste',
    object: 'ein Objekt',
  },
  and: ' und ',
  success: {
    what: 'Ihre Anfrage war erfolgreich[ (zurückgegebene Einträge: {items})].',
    next: 'Sie brauchen nichts zu tun. Wenn Sie etwas anderes erwartet haben, schreiben Sie uns bitte, was; wir sehen dann noch einmal nach.',
    more: 'Es gibt weitere Einträge; bitte rufen Sie dafür die nächste Seite ab.',
    empty: {
      filters:
        'Die Liste ist leer, weil nichts zum Filter[ {filters}] passte. Bitte fassen Sie ihn weiter oder lassen Sie ihn weg.',
      after_cursor: 'Die Liste endet vor dieser Seite: Sie haben bereits alle Einträge abgerufen.',
      nothing_stored: 'Die Liste ist leer, weil es darin noch nichts gab.',
    },
  },
  unanswered: {
    malformed:
      'was Sie geschickt haben, ist keine Request-ID oder nur ein Teil davon. Bitte schicken Sie uns die vollständige ID. Sie steht im Header x-request-id der Antwort und bei Fehlern auch im Body.',
    never_seen:
      'wir finden keine Anfrage mit der ID {asked}. Bitte kopieren Sie die ID noch einmal vollständig aus dem Header x-request-id der Antwort oder aus dem Body des Fehlers und schreiben Sie uns, wann Sie den Aufruf gemacht haben (mit Zeitzone).',
    expired:
      'die Anfrage {asked} ist zu alt; Einzelheiten dazu sind nicht mehr gespeichert. Bitte schicken Sie uns die ID eines neueren Aufrufs, der genauso fehlgeschlagen ist.',
    too_fresh:
      'die Anfrage {asked} ist vielleicht gerade erst gestellt worden. Wir suchen sie und melden uns wieder.',
    incomplete:
      'wir können {asked} zurzeit nicht nachschlagen, weil unsere Aufzeichnungen aus dieser Zeit noch nicht vollständig sind. Wir sehen noch einmal nach und melden uns wieder.',
    sampled_away:
      'zur Anfrage {asked} sind keine Einzelheiten gespeichert. Bitte schicken Sie uns die ID eines neueren Aufrufs derselben Art.',
    store_unavailable:
      'wir können {asked} zurzeit nicht nachschlagen, weil unsere Aufzeichnungen nicht erreichbar sind. Wir sehen noch einmal nach und melden uns wieder.',
  },
  without_id:
    'vielen Dank für Ihre Nachricht. Um Ihren Aufruf zu finden, brauchen wir die Request-ID. Sie steht im Header x-request-id der Antwort und bei Fehlern auch im Body. Falls Sie sie nicht haben, schicken Sie uns bitte die Uhrzeit des Aufrufs mit Zeitzone, Methode und Pfad, Status und Fehlercode der Antwort und die ersten Zeichen Ihres API-Schlüssels (nie den ganzen Schlüssel).',
  damaged_id:
    'vielen Dank für Ihre Nachricht. Darin steht {asked}; das ist aber so keine vollständige Request-ID: Vielleicht wurde sie unterwegs verändert oder abgeschnitten. Bitte schicken Sie uns die ganze ID noch einmal, als Text kopiert: Sie steht im Header x-request-id der Antwort und im Body von Fehlern. Falls Sie sie nicht haben, helfen uns auch der Zeitpunkt des Aufrufs mit Ihrer Zeitzone, Methode und Pfad sowie der Status der Antwort.',
  batch: {
    opening:
      'vielen Dank für die Request-IDs. Wir haben {count} Anfragen angesehen; davon sind {failed} fehlgeschlagen.',
    group: '{count} × {text}',
    passed: '{count} waren erfolgreich; hier ist nichts zu tun.',
    more: 'und {count} weitere',
  },
};
