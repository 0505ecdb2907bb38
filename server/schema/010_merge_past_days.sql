-- A lookup opens every part of a day. Once nothing has come for two hours, a day becomes one part.
ALTER TABLE otel_traces
  MODIFY SETTING min_age_to_force_merge_seconds = 7200, min_age_to_force_merge_on_partition_only = 1;

ALTER TABLE otel_logs
  MODIFY SETTING min_age_to_force_merge_seconds = 7200, min_age_to_force_merge_on_partition_only = 1;

ALTER TABLE api_requests
  MODIFY SETTING min_age_to_force_merge_seconds = 7200, min_age_to_force_merge_on_partition_only = 1;
