import type { Product } from "../../config/product.ts";
import type { Verification } from "../../domain/evidence/evidence.ts";
import { verifyRelease, type VerificationAnswer } from "../../domain/evidence/verification.ts";
import type { Version } from "../../domain/version/version.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { BranchReader } from "../ports.ts";
import { openEvidence, type StoreTools } from "./evidence-store.ts";
import { placeEvidence, type EvidenceQuestion } from "./place-evidence.ts";

export interface VerificationTools extends StoreTools {
  readonly branches: BranchReader;
}

export interface VerificationQuestion extends EvidenceQuestion {
  readonly version: Version;
  /** Read the evidence of this revision instead of the working tree: a manifest can be made again from its tag. */
  readonly revision?: string | undefined;
}

/** What the manifest of a release says about tests and scans (Appendix B, section 3). Altered evidence is a problem. */
export async function collectVerification(
  tools: VerificationTools,
  product: Product,
  question: VerificationQuestion,
): Promise<Verification> {
  const { answer, problems } = await examineEvidence(tools, product, question);
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return answer.verification;
}

/** Everything that is recorded about a release, and what is wrong with the records it rests on. */
export async function examineEvidence(
  tools: VerificationTools,
  product: Product,
  { version, revision, ...question }: VerificationQuestion,
): Promise<{ answer: VerificationAnswer; problems: readonly Problem[] }> {
  const store = openEvidence(tools, product, revision);
  const placed = await placeEvidence(tools, product, await store.records(), question);
  const answer = verifyRelease(placed, { suites: product.tests.suites, scan: product.scan, version });
  return { answer, problems: await store.alterations(answer.used) };
}
