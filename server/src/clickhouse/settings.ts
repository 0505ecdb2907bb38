import { ClickHouseLogLevel } from '@clickhouse/client';
import { answerTimeouts } from './answer-timeouts.ts';

/** Days, buckets and rendered times are UTC wherever the engine runs. */
export const SETTINGS = { session_timezone: 'UTC' } as const;

/**
 * Against the profile of our user on a server: what is cut off, kept from an earlier answer or lost in a view
 * would look like a whole answer, or like a delivery.
 */
const WHOLE_ANSWERS = {
  read_overflow_mode: 'throw',
  read_overflow_mode_leaf: 'throw',
  timeout_overflow_mode: 'throw',
  timeout_overflow_mode_leaf: 'throw',
  result_overflow_mode: 'throw',
  set_overflow_mode: 'throw',
  join_overflow_mode: 'throw',
  group_by_overflow_mode: 'throw',
  distinct_overflow_mode: 'throw',
  sort_overflow_mode: 'throw',
  transfer_overflow_mode: 'throw',
  limit: '0',
  offset: '0',
  use_query_cache: 0,
  materialized_views_ignore_errors: 0,
  skip_unavailable_shards: 0,
  async_insert: 0,
  empty_result_for_aggregation_by_empty_set: 0,
  aggregate_functions_null_for_empty: 0,
  join_use_nulls: 0,
} as const;

/** An insert is done when every shard has its rows; subqueries see the rows of all shards. */
const CLUSTER_SETTINGS = {
  distributed_foreground_insert: 1,
  distributed_product_mode: 'global',
  // Else each shard would count its own rows and keep the counts, whatever their sharding key says.
  parallel_distributed_insert_select: '0',
  // Replicas that all lag by minutes are an outage: what they lack was not "never seen".
  fallback_to_stale_replicas_for_distributed_queries: 0,
} as const;

/**
 * With these a delivery counts when most replicas of each shard have it. Where too few live it is
 * refused, and the spool keeps it.
 */
export const QUORUM_SETTINGS = { insert_quorum: 'auto', insert_quorum_timeout: 20_000 } as const;

/**
 * What every statement of ours on a server runs with. What belongs to one trace is on one shard, and the others are
 * not asked for it, unless `askAllShards`: rows of before there were more shards stay where they are.
 */
export function settingsFor(cluster: string | undefined, askAllShards = false) {
  const settings = { ...SETTINGS, ...WHOLE_ANSWERS };
  if (cluster === undefined) return settings;
  return {
    ...settings,
    ...CLUSTER_SETTINGS,
    optimize_skip_unused_shards: askAllShards ? (0 as const) : (1 as const),
  };
}

/** Every fault is thrown, and the code that catches it says so in our own log. */
export const NO_LOG = { level: ClickHouseLogLevel.OFF };

/** What a SELECT needs, whatever the client has. */
export function readSettings(embedded: boolean) {
  return {
    output_format_json_quote_64bit_integers: 0 as const,
    output_format_json_quote_denormals: 0 as const,
    // The engine gives up before the client does.
    max_execution_time: answerTimeouts.query.longestMs / 1000 - 2,
    // Beside FINAL, too: the engine moves conditions on key columns alone, which is safe.
    optimize_move_to_prewhere_if_final: 1 as const,
    // Two threads more for each statement, whose answers are a few rows as a rule.
    output_format_parallel_formatting: 0 as const,
    // One thread keeps the event loop's tail short beside an engine in the same process.
    // A server that fails after the first rows could only cut the connection; so it says why instead.
    // Until then an answer is in its memory: what is larger goes through its disk, which may be full.
    ...(embedded
      ? { max_threads: 1 }
      : { http_wait_end_of_query: 1 as const, http_response_buffer_size: '4194304' }),
  };
}
