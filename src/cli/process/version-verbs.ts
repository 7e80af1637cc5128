import {
  approveVersion,
  compareWorking,
  readVersions,
  withdrawVersion,
  type Approved,
} from "../../app/engine/process-versions.ts";
import { currentProcess } from "../../domain/product/product-state.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { renderChanges, renderVersions, versionTable } from "./render-versions.ts";

/** `process approve [DIGEST]`: the process releases are started by from now on. */
export async function approve(call: Call, digest: string | undefined): Promise<ExitCode> {
  if (call.text("at") !== undefined) throw new SlipwayError(onlyCommitted());
  const wish = { ...claim(call), digest, reason: call.text("reason") ?? null };
  return print(call, await approveVersion(call.services, wish), "approved");
}

/** `process withdraw DIGEST`: a version that is not used any more. */
export async function withdraw(call: Call, digest: string): Promise<ExitCode> {
  const reason = call.text("reason")?.trim() ?? "";
  if (reason === "")
    throw new SlipwayError({
      code: "reason-needed",
      kind: "input",
      found: "a version is taken out of use, and nothing says why",
      expected: "--reason TEXT",
    });
  return print(call, await withdrawVersion(call.services, { ...claim(call), digest, reason }), "withdrawn");
}

/** `process list`: every registered version. */
export async function list({ services, json, output }: Call): Promise<ExitCode> {
  const product = await readVersions(services);
  const versions = versionTable(product);
  if (json) output.document({ current: currentProcess(product)?.digest ?? null, versions });
  else output.answer(renderVersions(versions));
  return EXIT.done;
}

/** `process diff [DIGEST]`: what slipway.yaml would change. */
export async function diff({ text, services, json, output }: Call, digest: string | undefined): Promise<ExitCode> {
  const comparison = await compareWorking(services, digest, text("at"));
  if (json) output.document(comparison);
  else output.answer(renderChanges(comparison));
  return comparison.changes.length === 0 ? EXIT.done : EXIT.no;
}

function onlyCommitted(): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: "`process approve` approves what is checked out, or a registered version",
    expected: "no --at",
    action: "check the commit out first",
  };
}

function claim({ text }: Call): { readonly as: string | undefined; readonly role: string } {
  return { as: text("as"), role: text("role") ?? "release-manager" };
}

function print({ json, output }: Call, { digest, recorded }: Approved, became: string): ExitCode {
  if (json) output.document({ digest, recorded });
  else output.answer(`${digest.slice(0, 12)} ${recorded.length === 0 ? `is ${became} already` : `is ${became}`}`);
  return EXIT.done;
}
