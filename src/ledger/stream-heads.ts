/** Streams whose ends are kept in memory; what others have is looked up. */
const STREAMS_MAX = 100_000;

/** Where streams were seen to end. It holds as long as nobody else writes, so that a stream that did not grow needs no query. */
export interface StreamHeads {
  get(stream: string): number | undefined;
  /** A stream only grows: of two who saw it, the one with the larger version saw it later. */
  see(stream: string, version: number): void;
  /** After a failure nobody knows what was written. */
  forget(): void;
}

export function streamHeads(): StreamHeads {
  const versions = new Map<string, number>();
  return {
    get: (stream) => versions.get(stream),
    see: (stream, version) => {
      if (versions.has(stream) ? version > versions.get(stream)! : versions.size < STREAMS_MAX)
        versions.set(stream, version);
    },
    forget: () => versions.clear(),
  };
}
