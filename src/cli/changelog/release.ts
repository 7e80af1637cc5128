import { changelogOfRelease } from "../../app/changelog-of-release.ts";
import { testsForChangelog } from "../../app/evidence/tests-for-changelog.ts";
import { writeChangelog } from "../../app/write-changelog.ts";
import type { Product } from "../../config/product.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { planRequest } from "../commands/plan-flags.ts";
import type { Format } from "./format.ts";
import { printWritten } from "./print-written.ts";

/** The next release, or the one at the end of a range. */
export async function tellRelease(call: Call, product: Product, { style, json }: Format): Promise<ExitCode> {
  const { services } = call;
  const evidence = style === "conventional" ? await services.evidence() : undefined;
  const recordedTests = evidence && testsForChangelog({ ...services, ...evidence }, product);
  const tools = { ...services, product, signals: services.signals(product), ...(recordedTests && { recordedTests }) };
  const verification = { tests: call.text("tests"), securityScan: call.text("security-scan") };
  const { component, entry, text, edited } = await changelogOfRelease(tools, {
    ...planRequest(call),
    style,
    title: call.text("title"),
    objective: call.text("objective"),
    date: call.text("date"),
    verification,
  });
  const ready = call.has("write") ? edited() : undefined;
  if (ready !== undefined) {
    printWritten(call, await writeChangelog(tools, component, ready, call.has("dry-run")), { entry, text }, json);
  } else if (json) call.output.document({ product: product.name, component: component.name, ...entry });
  else if (entry.version !== null) call.output.answer(text.trimEnd());
  if (entry.version !== null) return EXIT.done;
  call.output.warn("nothing to release, so there is no entry to write");
  return EXIT.nothing;
}
