/** What one request costs, as measured, and what the operator decides. */
export interface CapacityInputs {
  /** On disk after merging, in one copy. */
  readonly bytes: number;
  /** Microseconds of CPU of the API process with its telemetry. */
  readonly apiUs: number;
  /** Microseconds of CPU of the store for the rows of a request, views, rollups and merges. */
  readonly storeUs: number;
  /** Microseconds of CPU of the store that each delivering process takes a second, however few its rows are. */
  readonly delivererUs: number;
  readonly replicas: number;
  /** How full a disk may be: merges and backups need the rest. */
  readonly diskFill: number;
  /** How busy a core may be: peaks and lookups need the rest. */
  readonly busy: number;
  readonly coresOfNode: number;
  readonly diskOfNodeTb: number;
  /** What a core, and a terabyte of disk, cost in a month; in any currency. */
  readonly coreMonth: number;
  readonly tbMonth: number;
}

/** So many requests a second go through one delivering process, for so many days. */
export interface Traffic {
  readonly rate: number;
  readonly days: number;
  readonly ofDeliverer: number;
}

export interface Capacity {
  readonly diskTb: number;
  readonly apiCores: number;
  /** Of all replicas. */
  readonly storeCores: number;
  readonly shards: number;
  readonly nodes: number;
  /** Of the cores of API and store and of the disk in a month; whole nodes cost more. */
  readonly costMonth: number;
}

const DAY_S = 86_400;

/** Nodes of the store are as many as its disk or its CPU needs, whichever is more. */
export function capacityOf(inputs: CapacityInputs, { rate, days, ofDeliverer }: Traffic): Capacity {
  const { replicas, diskFill, busy, coresOfNode, diskOfNodeTb } = inputs;
  const copyTb = (rate * DAY_S * days * inputs.bytes) / 1e12 / diskFill;
  const deliverers = Math.ceil(rate / ofDeliverer);
  const copyUs = rate * inputs.storeUs + deliverers * inputs.delivererUs;
  const copyCores = copyUs / 1e6 / busy;
  const shards = Math.max(1, Math.ceil(copyTb / diskOfNodeTb), Math.ceil(copyCores / coresOfNode));
  const diskTb = copyTb * replicas;
  const apiCores = (rate * inputs.apiUs) / 1e6 / busy;
  const storeCores = copyCores * replicas;
  return {
    diskTb,
    apiCores,
    storeCores,
    shards,
    nodes: shards * replicas,
    costMonth: (apiCores + storeCores) * inputs.coreMonth + diskTb * inputs.tbMonth,
  };
}
