{{- define "request-desk.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "request-desk.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "request-desk.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "request-desk.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What a role's pods are selected by. Takes the root and the role. */}}
{{- define "request-desk.selector" -}}
app.kubernetes.io/name: {{ include "request-desk.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "request-desk.labels" -}}
{{ include "request-desk.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The port that a role listens on. */}}
{{- define "request-desk.port" -}}
{{- get (dict "api" "8080" "ingest" "4318" "console" "8081" "alerts" "8082") . -}}
{{- end -}}

{{/* Drained and closed before it is killed, or no release. */}}
{{- define "request-desk.grace" -}}
{{- $needed := add 30 .Values.drainSeconds -}}
{{- if lt (int64 .Values.stopGraceSeconds) $needed -}}
{{- fail (printf "stopGraceSeconds is %d: it has to be drainSeconds and 30 more, %d at least" (int64 .Values.stopGraceSeconds) $needed) -}}
{{- end -}}
{{- int64 .Values.stopGraceSeconds -}}
{{- end -}}
