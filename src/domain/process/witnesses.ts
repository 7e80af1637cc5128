import { tierOf, type Process, type Work } from "./process.ts";

const APPROVALS: readonly string[] = ["approval", "uat", "decision"];

/** The steps whose success brings a requirement about: by what it means, by their kind, template or name. */
export function witnessesOf(works: readonly Work[], { environments }: Process, requirement: string): Work[] {
  return works.filter((work) => {
    if (requirement === "approved") return APPROVALS.includes(work.kind);
    if (requirement === "staged") return work.kind === "deploy" && tierOf(work, environments) === "staging";
    return [work.kind, work.name, work.with["template"]].includes(requirement);
  });
}
