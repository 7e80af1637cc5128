import { createHash } from "node:crypto";
import { parseGateCase, parseMoment } from "../../config/gate-case.ts";
import type { GateAnswer } from "../../contract/gate-case.ts";
import { explainGate, type Explanation } from "../../domain/gate/explain-gate.ts";
import { SlipwayError, unwrap } from "../../kernel/problem.ts";
import { zoneOffset } from "../calendar/zone-offset.ts";

/** A gate decision with its reasons, made from the text of a case. */
export interface DecidedCase extends Explanation {
  readonly digest: string;
  /** The moment of the decision, as people read it. */
  readonly at: string;
}

/** Decides the case in a text, in JSON or YAML. `file` is its name in messages; `at` takes the place of its `now`. */
export function decideGateFile(text: string, file: string, at: string | undefined): DecidedCase {
  const sha256 = (content: string): string => createHash("sha256").update(content).digest("hex");
  const read = parseGateCase(text, file, { zoneOffset, sha256 });
  if (!read.ok) throw new SlipwayError(read.error);
  const { gateCase, says } = read.value;
  const now = at === undefined ? gateCase.now : unwrap(parseMoment(at, "--at"));
  return { ...explainGate({ ...gateCase, now }, says), digest: gateCase.digest, at: says(now) };
}

/** The answer for programs: the decision alone, or with everything that led to it. */
export function gateAnswer(
  { decision, conditions, fates, faults, digest }: DecidedCase,
  explained: boolean,
): GateAnswer {
  const answer = { ...decision, reasons: [...decision.reasons], refusedEvents: [...decision.refusedEvents] };
  if (!explained) return answer;
  return {
    ...answer,
    explain: {
      digest,
      conditions: conditions.map((each) => ({ ...each, who: [...each.who] })),
      events: [...fates],
      policy: [...faults],
    },
  };
}
