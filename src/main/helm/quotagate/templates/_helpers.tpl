{{/* The name of everything: the release's where the chart's is in it. */}}
{{- define "quotagate.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* What is of this release. */}}
{{- define "quotagate.instance" -}}
app.kubernetes.io/name: quotagate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What is a gateway of this release. */}}
{{- define "quotagate.gateway" -}}
{{ include "quotagate.instance" . }}
app.kubernetes.io/component: gateway
{{- end }}

{{/* Labels of every object. The last three are Helm's alone. */}}
{{- define "quotagate.labels" -}}
{{ include "quotagate.instance" . }}
app.kubernetes.io/part-of: quotagate
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "quotagate.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "quotagate.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end }}

{{- define "quotagate.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{/* The gateway's configuration. */}}
{{- define "quotagate.configuration" -}}
{{- $keys := dict -}}
{{- if .Values.sandbox.enabled -}}
{{- $keys = dict "QUOTAGATE_SANDBOX_ENABLED" "true" -}}
{{- else -}}
{{- $keys = dict "QUOTAGATE_TENANTS" "/etc/quotagate/tenants" "QUARKUS_LOG_CONSOLE_JSON_ENABLED" "true" -}}
{{- end -}}
{{- if .Values.redis.enabled -}}
{{- $keys = merge $keys (dict "QUOTAGATE_CACHE_STORE" "redis" "QUARKUS_REDIS_HOSTS" .Values.redis.hosts) -}}
{{- end -}}
{{/* Told to stop, the gateway is not ready at once, but answers for so long: until no Service leads here any more. */}}
{{- $keys = merge $keys (dict "QUOTAGATE_DRAIN_DELAY" "PT5S") -}}
{{/* More callers than that, all waiting for vendors, would be more than the native image's memory limit: docs/sizing.md. */}}
{{- $keys = merge $keys (dict "QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS" "2000") -}}
{{- toYaml (merge (deepCopy .Values.config) $keys) -}}
{{- end }}
