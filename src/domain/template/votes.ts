export const VOTES = ["yes", "no", "abstain"] as const;

/** What a board decided by counting. */
export interface VoteCount {
  /** How many took part, abstentions included. */
  readonly members: number;
  readonly yes: number;
  readonly no: number;
  readonly isQuorate: boolean;
  /** Quorate, and more for it than against it. */
  readonly isCarried: boolean;
}

const VOTE = /^\s*(\S+)\s*:\s*(yes|no|abstain)\s*$/;

/** Whether something is a vote as it is recorded: `ada@example.org: yes`. */
export function isVote(value: unknown): boolean {
  return typeof value === "string" && VOTE.test(value);
}

/** Counts votes; of somebody who votes twice, the last one. Without a quorum one member is enough. */
export function countVotes(votes: readonly string[], quorum: number | null): VoteCount {
  const byMember = new Map<string, string>();
  for (const vote of votes) {
    const [, member = "", cast = ""] = VOTE.exec(vote) ?? [];
    if (member !== "") byMember.set(member, cast);
  }
  const count = (wanted: string): number => [...byMember.values()].filter((cast) => cast === wanted).length;
  const [yes, no] = [count("yes"), count("no")];
  const isQuorate = byMember.size >= (quorum ?? 1);
  return { members: byMember.size, yes, no, isQuorate, isCarried: isQuorate && yes > no };
}
