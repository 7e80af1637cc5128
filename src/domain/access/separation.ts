/** Which duties may not meet in one person. */
export interface Separation {
  /** Whoever made or asked for what is approved does not approve it. */
  readonly approverIsNotAuthor: boolean;
  /** A person counts once among the signers of a step, whatever roles they hold. */
  readonly onePersonOneSlot: boolean;
  /** One person grants the roles and holds them too. */
  readonly isSolo: boolean;
}

/** What holds where nothing is said: two people see every release. */
export const FOUR_EYES: Separation = { approverIsNotAuthor: true, onePersonOneSlot: true, isSolo: false };

/** A team of one: nobody is there to separate duties with. */
export const SOLO: Separation = { approverIsNotAuthor: false, onePersonOneSlot: false, isSolo: true };

export interface Makers {
  readonly authors: readonly string[];
  /** Who asked for the release; `null` where a schedule did. */
  readonly requester: string | null;
}

/** Who may not approve: those who made what is approved, and who asked for it. */
export function excludedFor({ approverIsNotAuthor }: Separation, { authors, requester }: Makers): ReadonlySet<string> {
  if (!approverIsNotAuthor) return new Set();
  return new Set(requester === null ? authors : [...authors, requester]);
}
