import type { CheckItem } from "./check-item.ts";
import type { Finding } from "./evidence.ts";
import type { ScanPolicy } from "./scan.ts";
import type { ScanAnswer, SuiteAnswer, VerificationAnswer } from "./verification.ts";

/** What checks say about tests and scans: every suite, what became of failed tests, the security scan. */
export function verificationItems(
  { suites, scan, verification }: VerificationAnswer,
  rules: { readonly resolutions: "required" | "optional"; readonly scan: ScanPolicy },
): CheckItem[] {
  const undocumented = verification.failures.filter(({ resolution }) => resolution === null);
  const failed = verification.failures.length;
  const items = suites.map(suiteItem);
  if (failed > 0)
    items.push({
      id: "failed-tests",
      title: "what was done about each failed test is written down",
      state: undocumented.length === 0 ? "met" : "open",
      required: rules.resolutions === "required",
      evidence:
        undocumented.length === 0
          ? `${failed} failed since the last release, each with its resolution`
          : listed(undocumented.map(({ name }) => `"${name}"`)),
      action: undocumented.length === 0 ? null : 'slipway evidence resolve TEST --reason "what was done"',
    });
  const isWithoutScans = scan.result === null && scan.carried.length === 0 && !rules.scan.required;
  return isWithoutScans ? items : [...items, scanItem(scan, rules.scan)];
}

function suiteItem({ suite, run, shortcoming, required }: SuiteAnswer): CheckItem {
  const { name, label, command } = suite;
  const again = command === null ? `slipway evidence add REPORT --suite ${name}` : `slipway evidence run ${name}`;
  const counts = run === undefined ? "" : `${run.passed}/${run.total} on ${run.time}, by ${run.by}`;
  return {
    id: `tests:${name}`,
    title: `${label} passed at this commit`,
    state: shortcoming === undefined ? "met" : "open",
    required,
    evidence: shortcoming === undefined ? counts : [shortcoming, counts].filter((part) => part !== "").join("; "),
    action: shortcoming === undefined ? null : run === undefined ? again : `repair what failed, then ${again}`,
  };
}

function scanItem({ result, open, carried }: ScanAnswer, { required, carried: rule }: ScanPolicy): CheckItem {
  const isBlocking = rule === "block" && carried.length > 0;
  const isOpen = result === "FAIL" || (result === null && required) || isBlocking;
  const left = carried.length === 0 ? [] : [`open since an earlier release: ${findings(carried)}`];
  const fresh = open.filter((finding) => !carried.includes(finding));
  const rest = fresh.length === 0 ? [] : [findings(fresh)];
  return {
    id: "security-scan",
    title: "the security scan of this commit does not fail",
    state: isOpen ? "open" : "met",
    required: true,
    evidence: [result ?? "no scan of this commit is recorded", ...left, ...rest].join("; "),
    action: isOpen
      ? result === null
        ? "slipway evidence add REPORT (SARIF, or npm audit --json)"
        : 'repair it and scan again, or slipway evidence resolve ID --reason "why it is harmless"'
      : null,
  };
}

function findings(list: readonly Finding[]): string {
  return listed(list.map(({ id, severity, place }) => `${id} (${severity}, ${place})`));
}

function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names.slice(0, 10).join(", ")}${more}`;
}
