{{/* The pod of one role. Takes the root, the role, and `keeps` where a claim named `data` is its disk. */}}
{{- define "request-desk.pod" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $role := .role -}}
{{- $own := get $values $role -}}
{{- $port := include "request-desk.port" $role -}}
metadata:
  labels:
    {{- include "request-desk.labels" . | nindent 4 }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if or $own.podAnnotations $values.profile }}
  annotations:
    {{- if $values.profile }}
    checksum/profile: {{ $values.profile | sha256sum }}
    {{- end }}
    {{- with $own.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  # Variables that Kubernetes makes of services could be taken for ours.
  enableServiceLinks: false
  {{- with $values.serviceAccountName }}
  serviceAccountName: {{ . }}
  {{- end }}
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  terminationGracePeriodSeconds: {{ include "request-desk.grace" $root }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: { type: RuntimeDefault }
  containers:
    - name: {{ $role }}
      {{- $image := $values.image }}
      image: {{ if $image.digest }}{{ printf "%s@%s" $image.repository $image.digest | quote }}{{ else }}{{ printf "%s:%s" $image.repository (default $root.Chart.AppVersion $image.tag) | quote }}{{ end }}
      imagePullPolicy: {{ $image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      env:
        {{- include "request-desk.env" . | nindent 8 }}
      ports:
        - { name: http, containerPort: {{ $port }}, protocol: TCP }
      # A start waits for Postgres and applies what is new in the schemas.
      startupProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 5
        timeoutSeconds: 2
        failureThreshold: 60
      # 503 while starting and draining only: trouble of the stores is no reason to leave the balancer.
      readinessProbe:
        httpGet: { path: /readyz, port: http }
        periodSeconds: 5
        timeoutSeconds: 2
        failureThreshold: 2
      livenessProbe:
        httpGet: { path: /healthz, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      {{- with $own.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: tmp, mountPath: /tmp }
        {{- if $values.profile }}
        - { name: profile, mountPath: /etc/request-desk, readOnly: true }
        {{- end }}
  volumes:
    {{- if not .keeps }}
    - name: data
      emptyDir: {}
    {{- end }}
    - name: tmp
      emptyDir: {}
    {{- if $values.profile }}
    - name: profile
      configMap: { name: {{ include "request-desk.fullname" $root }}-profile }
    {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: {{ $values.topologyKey }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "request-desk.selector" . | nindent 10 }}
  {{- with $own.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
