import type { ReplyFrame } from './catalogue.ts';

export const ENGLISH: ReplyFrame = {
  language: 'English',
  time: 'YYYY-MM-DD hh:mm:ss UTC',
  greeting: 'Hello,',
  closing: 'Kind regards',
  opening:
    'Thank you for the request id. We looked at {request_id} of {time}[, which was answered with {answer}].',
  short: 'About the request {request_id} of {time}: {text}',
  docs: 'More about it: {docs}',
  if_again:
    'If it still does not work after that, please send us the request id of the new attempt.',
  other: {
    what: 'The request failed.',
    next: 'Please send it again; if it fails again, send us the new request id.',
  },
  retried: {
    same: '[It is part of a disruption that began at {began}; we know about it and are working on it.{open} ][At present it does not show, but it is not over yet: it may come back.{resting} ][{known_issue} ]The same call succeeded at {retried}, so there is nothing left for you to do[ about this one; others may fail until the disruption is over{open}].',
    corrected:
      '[It is part of a disruption that began at {began}; we know about it and are working on it.{open} ][At present it does not show, but it is not over yet: it may come back.{resting} ][{known_issue} ]Your corrected call succeeded at {retried}, so there is nothing left for you to do[ about this one; others may fail until the disruption is over{open}].',
  },
  fault: {
    again:
      '[It lasted from {began} until {since}; since then calls like yours have worked as usual|It lasted from {began} until {ended}, and calls like yours work as usual|Calls like yours have worked as usual again since {since}|Calls like yours have worked as usual again]. Please send the request again[; as it creates or changes something, check first whether it went through after all{writes}].',
    open: '[It began at {began}; we know about it and are working on it.|We know about it and are working on it.][ At present it does not show, but it is not over yet: it may come back.{resting}][ {known_issue}] Please wait before you send the request again.',
    not_yet:
      'Calls like yours are failing at the moment. Please wait a few minutes before you send the request again.',
    over: 'It was part of a disruption that lasted from {began} until {ended}. Please send the request again[; as it creates or changes something, check first whether it went through after all{writes}].',
    later:
      '[It was part of a disruption that lasted from {began} until {ended}. ][Another disruption began at {later}, and calls like yours are failing at the moment{failing}|Another disruption began at {later}; it may affect calls like yours|Apart from that, calls like yours are failing at the moment]. Please wait a few minutes before you send the request again.',
  },
  problems: {
    required: '“{field}” is missing',
    unknown: '“{field}” is not known here[; you may have meant “{near}”]',
    duplicate: '“{field}” is there more than once',
    wrong:
      '“{field}” [must be {expected}|has a value that is not allowed][, but {came} was sent][; you may have meant “{near}”]',
    cut_off: 'it seems to be cut off before its end',
    empty: 'it is empty',
    encoding: 'it is not valid UTF-8',
    syntax: 'it is not valid JSON',
  },
  fixes: {
    required: 'add “{field}”',
    unknown: '[write “{near}” instead of “{field}”|leave “{field}” out]',
    duplicate: 'send “{field}” only once',
    wrong: 'correct “{field}”',
    unquoted: 'send “{field}” as a number, without quotation marks',
    cut_off: 'send the body whole (is Content-Length its length in bytes?)',
    empty: 'send a JSON object as the body',
    encoding: 'encode the body as UTF-8',
    syntax: 'correct the JSON of the body',
    content_type: 'send the body with the header Content-Type: application/json',
    content_encoding: 'send the body without the header Content-Encoding',
  },
  forms: {
    whole_number: 'a whole number[ from {min} to {max}]',
    number: 'a number[ from {min} to {max}]',
    text: 'text[ of {min} to {max} characters]',
    date_time: 'a date and time with offset (ISO 8601), such as 2031-05-06T07:08:09Z',
    one_of: 'one of {allowed}',
    object: 'a JSON object',
  },
  kinds: {
    text: 'text',
    number: 'a number',
    boolean: 'true or false',
    null: 'null',
    list: 'a list',
    object: 'an object',
  },
  and: ' and ',
  success: {
    what: 'Your request succeeded[ (entries returned: {items})].',
    next: 'There is nothing for you to do. If you expected something else, tell us what, and we will look again.',
    more: 'There are more entries; please ask for the next page to get them.',
    empty: {
      filters:
        'The list is empty because nothing matched the filter[ {filters}]. Please widen it, or leave it out.',
      after_cursor: 'The list ends before this page: you have already read all of it.',
      nothing_stored: 'The list is empty because there was nothing in it yet.',
    },
  },
  unanswered: {
    malformed:
      'What you sent is not a request id, or is only a part of one. Please send us the whole id: it is in the x-request-id header of the response, and in the body of errors.',
    never_seen:
      'We cannot find a request with the id {asked}. Please copy the complete id once more from the x-request-id header of the response or from the body of the error, and tell us when you made the call, with your time zone.',
    expired:
      'The request {asked} is too old: its details are no longer stored. Please send us the id of a newer call that failed in the same way.',
    too_fresh:
      'The request {asked} may only just have been made. We are looking for it and will come back to you.',
    incomplete:
      'We cannot look {asked} up at the moment, because our records of that time are not complete yet. We will look again and come back to you.',
    sampled_away:
      'No details of the request {asked} are stored. Please send us the id of a newer call of the same kind.',
    store_unavailable:
      'We cannot look {asked} up at the moment, because our records cannot be reached. We will look again and come back to you.',
  },
  without_id:
    'Thank you for writing to us. To find your call we need its request id: it is in the x-request-id header of the response, and in the body of errors. If you do not have it, please send us the time of the call with your time zone, the method and path, the status and error code of the response, and the first characters of your API key (never the whole key).',
  damaged_id:
    'Thank you for writing to us. Your message mentions {asked}, but what stands there is not a whole request id: it may have been changed or cut off on its way. Please send us the whole id once more, copied as text: it is in the x-request-id header of the response, and in the body of errors. If you do not have it, the time of the call with your time zone, its method and path, and the status of the response help us, too.',
  batch: {
    opening:
      'Thank you for the request ids. We looked at {count} requests; {failed} of them failed.',
    group: '{count} × {text}',
    passed: '{count} succeeded; nothing needs to be done about those.',
    more: 'and {count} more',
  },
};
