import type { CodeEntry } from '../code-entry.ts';

export const SCOPE_MISSING = {
  status: 403,
  class: 'permission',
  title: 'The key lacks a scope',
  when: 'The API key is valid, but was not granted the scope that this route needs.',
  nextStep: 'Create a key with the required scope in Settings → API Keys and use it for this call.',
  retry: 'never',
  causes: {
    scope_missing: {
      kind: 'scope_lacking',
      meaning: 'The key is valid but does not hold the scope that the route requires.',
      remediation: [
        'Compare the required with the held scopes below.',
        'Scopes of a key cannot be changed: a new key is needed.',
      ],
      replies: {
        en: {
          what: 'The API key works, but it lacks the scope[ {scope}] that this call needs.',
          next: '[Your organisation already has {holders} active keys with that scope, such as {holder}…: please use one of them for this call|Your organisation already has an active key with that scope, {holder}…: please use it for this call|Please create a key with the scope {scope} in Settings → API Keys and use it for this call|Please create a key with that scope in Settings → API Keys and use it for this call]; the scopes of a key cannot be changed.',
        },
        de: {
          what: 'Der API-Schlüssel gilt, aber ihm fehlt die Berechtigung[ {scope}], die dieser Aufruf braucht.',
          next: '[Ihre Organisation hat bereits {holders} aktive Schlüssel mit dieser Berechtigung, darunter {holder}…: Bitte verwenden Sie einen davon für diesen Aufruf|Ihre Organisation hat bereits einen aktiven Schlüssel mit dieser Berechtigung, {holder}…: Bitte verwenden Sie ihn für diesen Aufruf|Bitte legen Sie unter Einstellungen → API-Schlüssel einen Schlüssel mit der Berechtigung {scope} an und verwenden Sie ihn für diesen Aufruf|Bitte legen Sie unter Einstellungen → API-Schlüssel einen Schlüssel mit dieser Berechtigung an und verwenden Sie ihn für diesen Aufruf]; die Berechtigungen eines Schlüssels lassen sich nicht ändern.',
        },
      },
    },
  },
} as const satisfies CodeEntry;
