import type { CodeEntry } from '../code-entry.ts';

export const INVALID_REQUEST = {
  status: 400,
  class: 'invalid',
  title: 'The request is not valid',
  when: 'A parameter, a body field, a header or the HTTP message itself breaks a rule.',
  nextStep: 'Correct the field that the message names and send the request again.',
  retry: 'never',
  causes: {
    parameter_invalid: {
      kind: 'parameter_invalid',
      meaning: 'A query or path parameter has a value that is not allowed.',
      remediation: [
        'Tell the customer which parameter failed and what it accepts.',
        'Where a near miss is shown, offer that spelling.',
      ],
      replies: {
        en: {
          what: '[The path of the request holds something else than an id of the API{in_path}|A query parameter has a value that the API does not accept: {problems}|A query parameter has a value that the API does not accept].',
          next: 'Please [write the id in the path exactly as the API returned it{in_path}|{fix}|correct the parameter], and send the request again.',
        },
        de: {
          what: '[Im Pfad der Anfrage steht etwas anderes als eine ID der API{in_path}|Ein Query-Parameter hat einen Wert, den die API nicht annimmt: {problems}|Ein Query-Parameter hat einen Wert, den die API nicht annimmt].',
          next: 'Bitte [schreiben Sie die ID im Pfad genau so, wie die API sie geliefert hat{in_path}|{fix}|korrigieren Sie den Parameter], und senden Sie die Anfrage noch einmal.',
        },
      },
    },
    parameter_unknown: {
      kind: 'parameter_unknown',
      meaning: 'The request carries a query parameter that this route does not have.',
      remediation: ['Name the unknown parameter and the ones the route accepts.'],
      replies: {
        en: {
          what: 'The request has a query parameter that this call does not take[: {problems}].',
          next: 'Please [{fix}|leave the parameter out], and send the request again.',
        },
        de: {
          what: 'Die Anfrage hat einen Query-Parameter, den dieser Aufruf nicht kennt[: {problems}].',
          next: 'Bitte [{fix}|lassen Sie den Parameter weg], und senden Sie die Anfrage noch einmal.',
        },
      },
    },
    body_invalid: {
      kind: 'body_invalid',
      meaning: 'The JSON body was read, but a field is missing, unknown or of the wrong type.',
      remediation: ['Name every failing field and its rule; the event lists all of them.'],
      replies: {
        en: {
          what: 'The body of the request is not valid[: {problems}].',
          next: 'Please [{fix}|correct the body], and send the request again.',
        },
        de: {
          what: 'Der Body der Anfrage ist ungültig[: {problems}].',
          next: 'Bitte [{fix}|korrigieren Sie den Body], und senden Sie die Anfrage noch einmal.',
        },
      },
    },
    body_malformed: {
      kind: 'body_malformed',
      meaning: 'The body is not valid JSON or not valid UTF-8.',
      remediation: [
        'Ask for the exact bytes sent; a proxy or a string concatenation often breaks them.',
      ],
      replies: {
        en: {
          what: 'The API could not read the body[: {problems}].',
          next: 'Please [{fix}|check that the body is valid JSON in UTF-8], and send the request again.',
        },
        de: {
          what: 'Die API konnte den Body nicht lesen[: {problems}].',
          next: 'Bitte [{fix}|prüfen Sie, ob der Body gültiges JSON in UTF-8 ist], und senden Sie die Anfrage noch einmal.',
        },
      },
    },
    media_type: {
      kind: 'media_type',
      meaning: 'The body was sent with a Content-Type other than application/json.',
      remediation: ['Ask the customer to send `Content-Type: application/json`.'],
      replies: {
        en: {
          what: 'The API reads only plain JSON, and the headers of this request announced something else.',
          next: 'Please [{fix}|send the body as JSON with the header Content-Type: application/json].',
        },
        de: {
          what: 'Die API liest nur einfaches JSON; die Header dieser Anfrage kündigten etwas anderes an.',
          next: 'Bitte [{fix}|senden Sie den Body als JSON mit dem Header Content-Type: application/json].',
        },
      },
    },
    body_too_large: {
      kind: 'body_too_large',
      meaning: 'The body is larger than the API accepts.',
      remediation: ['Ask the customer to send less in one request.'],
      replies: {
        en: {
          what: 'The body is larger than the API accepts in one request.',
          next: 'Please send less in one request.',
        },
        de: {
          what: 'Der Body ist größer, als die API in einer Anfrage annimmt.',
          next: 'Bitte senden Sie weniger in einer Anfrage.',
        },
      },
    },
    url_malformed: {
      kind: 'url_malformed',
      meaning: 'The path or query has broken percent-encoding, or is too long.',
      remediation: ['Ask the customer to build URLs with a URL library instead of by hand.'],
      replies: {
        en: {
          what: 'The address of the request could not be read: its percent-encoding is broken, or it is too long.',
          next: 'Please have a URL library build the address, and send the request again.',
        },
        de: {
          what: 'Die Adresse der Anfrage war nicht lesbar: Die Prozentkodierung ist fehlerhaft, oder die Adresse ist zu lang.',
          next: 'Bitte lassen Sie die Adresse von einer URL-Bibliothek erzeugen und senden Sie die Anfrage noch einmal.',
        },
      },
    },
    header_invalid: {
      kind: 'header_invalid',
      meaning: 'A header is malformed or the headers are too large together.',
      remediation: ['Look for oversized cookies or forwarded headers in the client or its proxy.'],
      replies: {
        en: {
          what: 'A header of the request was malformed, or the headers as a whole were too large.',
          next: 'Please remove the headers that your client, or a proxy on the way, need not send; large cookies are the most common reason.',
        },
        de: {
          what: 'Ein Header der Anfrage war fehlerhaft, oder die Header waren insgesamt zu groß.',
          next: 'Bitte entfernen Sie Header, die Ihr Client oder ein Proxy auf dem Weg nicht senden muss; meist liegt es an großen Cookies.',
        },
      },
    },
    http_malformed: {
      kind: 'http_malformed',
      meaning: 'The bytes on the connection were not a valid HTTP request.',
      remediation: ['Check for a proxy that rewrites requests, or TLS sent to a plain port.'],
      replies: {
        en: {
          what: 'What reached the API was not a complete HTTP request.',
          next: 'Please check whether a proxy between your client and the API changes or cuts off requests.',
        },
        de: {
          what: 'Was die API erreichte, war keine vollständige HTTP-Anfrage.',
          next: 'Bitte prüfen Sie, ob ein Proxy zwischen Ihrem Client und der API Anfragen verändert oder abschneidet.',
        },
      },
    },
    timeout: {
      kind: 'timeout',
      meaning: 'The request did not arrive completely in time.',
      remediation: ['Look for a slow network or a client that opens a request and stalls.'],
      replies: {
        en: {
          what: 'The request did not arrive completely in time, so nothing was executed.',
          next: 'Please send it again; if it happens once more, look for a slow connection, or a client that stalls while it sends.',
        },
        de: {
          what: 'Die Anfrage kam nicht rechtzeitig vollständig an; deshalb wurde nichts ausgeführt.',
          next: 'Bitte senden Sie sie noch einmal; wenn es wieder vorkommt, suchen Sie nach einer langsamen Verbindung oder einem Client, der beim Senden stockt.',
        },
      },
    },
    idempotency_mismatch: {
      kind: 'repeat_differs',
      meaning: 'The Idempotency-Key was used within a day for a call with another body.',
      remediation: [
        'Have the customer make a new key for each new call, and keep it for its retries only.',
      ],
      replies: {
        en: {
          what: 'The Idempotency-Key of this request had already been used for a request with another body, so nothing was executed.',
          next: 'Please use a new Idempotency-Key for each new request, and the same one only to repeat a request unchanged.',
        },
        de: {
          what: 'Der Idempotency-Key dieser Anfrage war schon für eine Anfrage mit anderem Body verwendet worden; deshalb wurde nichts ausgeführt.',
          next: 'Bitte verwenden Sie für jede neue Anfrage einen neuen Idempotency-Key und denselben nur, um eine Anfrage unverändert zu wiederholen.',
        },
      },
    },
  },
} as const satisfies CodeEntry;
