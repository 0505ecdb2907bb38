{{/* A secret of the Secret that the values name. */}}
{{- define "request-desk.secret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.existingSecret | quote }}
      key: {{ .name }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end -}}

{{/* The variables of one role. Takes the root and the role. */}}
{{- define "request-desk.env" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $role := .role -}}
{{- $own := get $values $role -}}
- name: ROLES
  value: {{ $role }}
- name: DATA_DIR
  value: /data
{{- /* Nobody is sent to a process that answers probes alone. */}}
- name: DRAIN_SECONDS
  value: {{ ternary 0 $values.drainSeconds (eq $role "alerts") | int64 | quote }}
- name: STOP_GRACE_SECONDS
  value: {{ include "request-desk.grace" $root | quote }}
- name: CONSOLE_URL
  value: {{ $values.consoleUrl | quote }}
- name: PUBLIC_API_URL
  value: {{ $values.publicApiUrl | quote }}
{{- if eq $role "api" }}
- name: API_HOST
  value: {{ $values.listenHost | quote }}
{{- else if eq $role "ingest" }}
- name: OTLP_HOST
  value: {{ $values.listenHost | quote }}
{{- else if eq $role "console" }}
- name: CONSOLE_HOST
  value: {{ $values.listenHost | quote }}
{{- else }}
- name: ALERTS_HOST
  value: {{ $values.listenHost | quote }}
{{- end }}
{{- if ne $role "alerts" }}
- name: TRUST_PROXY
  value: {{ $values.trustProxy | quote }}
{{- end }}
{{- if hasKey $own "spoolMaxBytes" }}
- name: SPOOL_MAX_BYTES
  value: {{ $own.spoolMaxBytes | int64 | quote }}
{{- end }}
{{- if $values.profile }}
- name: PROFILE
  value: /etc/request-desk/profile.json
{{- end }}
{{- range $name, $value := $values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- range list "CLICKHOUSE_URL" "DATABASE_URL" "SECRETS_KEY" }}
{{ include "request-desk.secret" (dict "root" $root "name" .) }}
{{- end }}
{{- $needed := list -}}
{{- $optional := list -}}
{{- if eq $role "api" -}}
{{- $optional = list "REDIS_URL" "SENTRY_DSN" "OTEL_EXPORTER_OTLP_HEADERS" -}}
{{- else if eq $role "ingest" -}}
{{- $needed = list "INGEST_TOKEN" "INGEST_API_TOKEN" -}}
{{- $optional = list "INGEST_SENDERS" "OTEL_EXPORTER_OTLP_HEADERS" -}}
{{- else if eq $role "console" -}}
{{/* Those of ingest: the console lists who may send, without their tokens. */}}
{{- $needed = list "INGEST_TOKEN" "INGEST_API_TOKEN" -}}
{{- if not (hasKey $values.settings "OIDC_ISSUER") -}}
{{- $needed = append $needed "STAFF_TOKEN" -}}
{{- else -}}
{{- $optional = list "STAFF_TOKEN" "OIDC_CLIENT_SECRET" -}}
{{- end -}}
{{- $optional = concat $optional (list "INGEST_SENDERS" "SENTRY_DSN" "ALERT_WEBHOOK_URL") -}}
{{- else -}}
{{/* Asked of clients that read its metrics. */}}
{{- $needed = list "INGEST_TOKEN" -}}
{{- $optional = list "SENTRY_DSN" "ALERT_WEBHOOK_URL" -}}
{{- end -}}
{{- range $needed }}
{{ include "request-desk.secret" (dict "root" $root "name" .) }}
{{- end }}
{{- range $optional }}
{{ include "request-desk.secret" (dict "root" $root "name" . "optional" true) }}
{{- end }}
{{- with $own.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
