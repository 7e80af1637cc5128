/** When the preparation of a version began. A second run, after a crash or on another day, writes with the same time. */
export interface PrepareRecord {
  /** Name of the tag that is being prepared. */
  readonly tag: string;
  /** HEAD when it began. */
  readonly from: string;
  /** Unix seconds. */
  readonly time: number;
}

/** Where records of preparations are kept: beside the history, never in it. */
export interface PrepareRecords {
  read(tag: string): Promise<PrepareRecord | undefined>;
  write(record: PrepareRecord): Promise<void>;
}
