import { auditReleaseTags } from "../../app/audit-tags.ts";
import type { TagPush } from "../../app/push-tag.ts";
import { tagRelease, type TagResult } from "../../app/tag-release.ts";
import { versionHistory } from "../../app/version-history.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import type { VersionRow } from "../../domain/tag/version-row.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";

export const tag: Command = {
  name: "tag",
  summary: "make the annotated tag of a release; check or list the tags there are",
  operands: "[COMPONENT@]VERSION | check [[COMPONENT@]VERSION] | list [COMPONENT]",
  arity: [1, 2],
  flags: [
    { name: "sign", summary: "sign it with git's own ssh or OpenPGP key, and verify the signature" },
    { name: "title", value: "TEXT", summary: "title of the release (default: that of its changelog entry)" },
    { name: "summary", value: "TEXT", summary: "one paragraph (default: the objective of its changelog entry)" },
    { name: "commit", value: "REV", summary: "tag this commit instead of HEAD" },
    { name: "type", value: "NAME", summary: "hold the release to one of the types in slipway.yaml" },
    { name: "reason", value: "TEXT", summary: "why the version is not the planned one; kept in the tag" },
    { name: "push", summary: "then send it and its branch to the remote, and compare what arrived" },
    { name: "dry-run", summary: "check everything and show the message, but make no tag" },
    { name: "remote", value: "NAME", summary: "where to push (default: origin); check: compare with its tags" },
    { name: "record", summary: "check: put tags in order that Slipway did not make on record" },
    { name: "signatures", summary: "check: verify the signature of every signed tag" },
  ],
  examples: [
    {
      command: "slipway tag 1.4.0 --dry-run",
      explains: "what speaks against tagging 1.4.0, and the message it would get",
    },
    { command: 'slipway tag 1.4.0 --sign --title "Phase 4: reports"', explains: "a signed tag with a title" },
    { command: "slipway tag 1.4.0 --push", explains: "and sends it to origin; nothing there is overwritten" },
    { command: "slipway tag check", explains: "tags that are lightweight, renamed or not signed" },
    { command: "slipway tag list", explains: "every release: version, date, type, title and phase" },
    { command: "slipway tag check 1.4.0 --remote origin", explains: "whether the remote holds the same tag object" },
  ],
  async run(call) {
    const [first, second] = call.operands;
    if (first === "check") return check(call, second);
    if (first === "list") return list(call, second);
    if (second !== undefined) throw new SlipwayError(oneVersion(second));
    return make(call, first!);
  },
};

async function make(call: Call, operand: string): Promise<ExitCode> {
  const { text, has, json, services, output } = call;
  const product = await services.product(text("commit"));
  const result = await tagRelease({ ...services, signals: services.signals(product) }, product, {
    operand,
    commit: text("commit"),
    type: text("type"),
    sign: has("sign"),
    title: text("title"),
    summary: text("summary"),
    reason: text("reason"),
    dryRun: has("dry-run"),
  });
  const pushed = await push(call, result);
  if (json) output.document({ ...result, dryRun: has("dry-run"), pushed });
  else output.answer([render(result), ...(pushed === null ? [] : [pushed.says])].join("\n\n"));
  return EXIT.done;
}

async function push({ text, has, services }: Call, { tag, commit, object }: TagResult): Promise<TagPush | null> {
  if (!has("push") || has("dry-run") || object === null) return null;
  const { pushTag } = await import("../../app/push-tag.ts");
  return pushTag(services, { tag, commit, object, remote: text("remote") ?? "origin" });
}

function render({ tag, commit, message, signedBy, state }: TagResult): string {
  const signed = signedBy === null ? "" : `\nsigned by ${signedBy}`;
  return `${tag} ${state} at ${shortHash(commit)}${signed}\n\n${message.replaceAll(/^(?=.)/gm, "  ")}`;
}

async function check({ text, has, json, services, output }: Call, operand: string | undefined): Promise<ExitCode> {
  const product = await services.product();
  const result = await auditReleaseTags(services, product, {
    operand,
    remote: text("remote"),
    signatures: has("signatures"),
    record: has("record"),
  });
  const { checked, recorded, signatures, findings } = result;
  const onRecord = recorded === 0 ? "" : ` (${recorded} on record)`;
  const count = `${checked} release ${checked === 1 ? "tag" : "tags"}${onRecord}`;
  const signed = `${signatures.checked} of ${signatures.signed} signatures verified`;
  const lines = findings.map(({ tag, fault, explains }) => `${tag}: ${fault}: ${explains}`);
  if (json) output.document(result);
  else if (lines.length === 0) output.answer(`${count} in order, ${signed}`);
  else output.answer([...lines, `${lines.length} findings in ${count}, ${signed}`].join("\n"));
  return lines.length === 0 ? EXIT.done : EXIT.no;
}

async function list({ json, services, output }: Call, component: string | undefined): Promise<ExitCode> {
  const product = await services.product();
  const rows = await versionHistory(services.repository, services.tags, product, component);
  if (json) output.document({ versions: rows });
  else if (rows.length > 0) output.answer(table(rows));
  return EXIT.done;
}

function table(rows: readonly VersionRow[]): string {
  const cells = rows.map((row) => [row.version, row.date, row.type, row.mark ?? "", row.label ?? "", row.title ?? ""]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]!.length)));
  return cells
    .map((line) => line.flatMap((cell, column) => (widths[column] === 0 ? [] : [cell.padEnd(widths[column] ?? 0)])))
    .map((line) => line.join("  ").trimEnd())
    .join("\n");
}

function oneVersion(second: string) {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `"${second}" is one argument too many`,
    expected: "slipway tag VERSION, slipway tag check [VERSION], or slipway tag list [COMPONENT]",
    action: "a title stands after --title, a commit after --commit",
  } as const;
}
