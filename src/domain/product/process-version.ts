import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import type { ProductEvent, Proposal } from "./product-event.ts";
import { currentProcess, type ProductState } from "./product-state.ts";

type Decision = Result<readonly ProductEvent[], Refusal>;

export interface ApprovalOf {
  readonly digest: string;
  readonly by: string;
  readonly role: string;
  readonly reason: string | null;
  /** People who may not approve: those who wrote it, where duties are separated. */
  readonly excluded: ReadonlySet<string>;
}

/** Roles in which a version of the process may be approved or taken out of use. */
export const PROCESS_ROLES = ["release-manager", "admin"] as const;

/** Registers a version of the process. One that is registered and was not withdrawn is not registered again. */
export function proposeProcess({ processes }: ProductState, proposal: Proposal): Decision {
  const known = processes.get(proposal.digest);
  if (known !== undefined && known.state !== "withdrawn") return ok([]);
  return ok([{ type: "process-proposed", ...proposal }]);
}

/** Makes a registered version the one by which releases are started; an earlier one may be made so again. */
export function approveProcess(state: ProductState, { digest, by, role, reason, excluded }: ApprovalOf): Decision {
  const version = state.processes.get(digest);
  if (version === undefined || version.state === "withdrawn")
    return err(unknown(digest, version === undefined ? "is not registered" : "was withdrawn"));
  if (!isProcessRole(role)) return err(wrongRole(by, role));
  if (currentProcess(state)?.digest === digest) return ok([]);
  if (excluded.has(by))
    return err({
      code: "author-approves",
      found: `${by} wrote this version of the process`,
      expected: "somebody else, or `separation: solo` for a team of one",
    });
  return ok([{ type: "process-approved", digest, by, role, reason }]);
}

/** Takes a version out of use. Releases that run by it go on; the version approved before it is the current one again. */
export function withdrawProcess(
  { processes }: ProductState,
  { digest, by, role, reason }: Omit<ApprovalOf, "excluded"> & { readonly reason: string },
): Decision {
  const version = processes.get(digest);
  if (version === undefined || version.state === "withdrawn") return err(unknown(digest, "is not in use"));
  if (!isProcessRole(role)) return err(wrongRole(by, role));
  if (reason.trim() === "")
    return err({ code: "reason", found: "a process is withdrawn without a reason", expected: "why" });
  return ok([{ type: "process-withdrawn", digest, by, reason }]);
}

function isProcessRole(role: string): boolean {
  return (PROCESS_ROLES as readonly string[]).includes(role);
}

function wrongRole(by: string, role: string): Refusal {
  return { code: "role", found: `${by} acts as ${role}`, expected: PROCESS_ROLES.join(" or ") };
}

function unknown(digest: string, found: string): Refusal {
  return {
    code: "unknown-process",
    found: `${digest.slice(0, 12)} ${found}`,
    expected: "a version that `process list` shows",
  };
}
