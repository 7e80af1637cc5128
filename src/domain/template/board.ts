import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";

export const VOTES = ["yes", "no", "abstain"] as const;

/** What a board decided by counting. */
export interface BoardCount {
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
  /** Enough members took part, abstentions included. */
  readonly isQuorate: boolean;
  /** Quorate, and more for it than against it. */
  readonly isCarried: boolean;
}

/** Counts votes as they are recorded, `ada@example.org: yes`. Everybody votes once. */
export function countBoard(votes: readonly string[], quorum: number): Result<BoardCount, Refusal> {
  const byMember = new Map<string, string>();
  for (const entry of votes) {
    const [, member = "", vote = ""] = /^\s*(\S+)\s*:\s*(yes|no|abstain)\s*$/.exec(entry) ?? [];
    if (member === "") return err(badVote(entry));
    if (byMember.has(member))
      return err({ code: "vote-twice", found: `${member} votes twice`, expected: "one vote each" });
    byMember.set(member, vote);
  }
  const [yes, no, abstain] = VOTES.map((vote) => [...byMember.values()].filter((cast) => cast === vote).length) as [
    number,
    number,
    number,
  ]; // as many as there are votes to cast
  const isQuorate = byMember.size >= quorum;
  return ok({ yes, no, abstain, isQuorate, isCarried: isQuorate && yes > no });
}

function badVote(entry: string): Refusal {
  return { code: "vote-unreadable", found: `the vote "${entry}"`, expected: `MEMBER: ${VOTES.join(", or MEMBER: ")}` };
}
