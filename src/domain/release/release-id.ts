/**
 * The id of a release: its tag. A second attempt at a number that nobody saw gets `~2`, which no tag can have, so that
 * every attempt keeps a stream of its own.
 */
export function numberedId(tag: string, known: ReadonlyMap<string, unknown>): string {
  for (let attempt = 1; ; attempt++) {
    const id = attempt === 1 ? tag : `${tag}~${attempt}`;
    if (!known.has(id)) return id;
  }
}

/** The tag of a release. */
export function tagOf(id: string): string {
  return id.replace(/~\d+$/, "");
}
