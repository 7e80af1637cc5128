import { fillTemplate, unknownPlaces } from "../../../domain/release-message/message-template.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import { nearest } from "../../../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { JobRelease } from "../../engine-ports.ts";
import { lastDeployed } from "../deployed-versions.ts";
import { NOTICE_PLACES, NOTICE_TEMPLATES, type NoticeValues } from "./notice-templates.ts";

const UNKNOWN = "not recorded";

/** A message to people, ready to be sent. */
export interface Notice {
  /** Idempotency key: the same id is the same message, however often it arrives. */
  readonly id: string;
  readonly template: string;
  readonly product: string;
  readonly subject: string;
  readonly text: string;
  readonly to: readonly string[];
  readonly release: string;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface NoticeAbout {
  readonly id: string;
  readonly product: string;
  readonly release: Pick<JobRelease, "id" | "version" | "component" | "releaseType" | "facts">;
  readonly to: readonly string[];
  readonly at: number;
  /** Known better than by the facts of the release. */
  readonly values?: Partial<NoticeValues>;
}

/** The message that a template makes, or a text that takes its place. The first line is the subject. */
export function noticeOf(template: string | undefined, own: string | undefined, about: NoticeAbout): Notice {
  const source = own ?? (template === undefined ? undefined : NOTICE_TEMPLATES[template]);
  if (source === undefined) throw new SlipwayError(unknownTemplate(template));
  const [strange] = unknownPlaces(source, NOTICE_PLACES);
  if (strange !== undefined) throw new SlipwayError(unknownPlace(strange));
  const [subject = "", ...rest] = fillLines(source, valuesOf(about));
  const { id, product, to, release, at } = about;
  return {
    id,
    product,
    template: template ?? "own text",
    subject,
    text: rest.join("\n").trim() || subject,
    to,
    release: release.id,
    at,
  };
}

function fillLines(source: string, values: NoticeValues): string[] {
  return fillTemplate(source, values).split("\n");
}

function valuesOf({ product, release, to, values = {} }: NoticeAbout): NoticeValues {
  const deployed = lastDeployed(release);
  return {
    product: release.component === null ? product : `${product} ${release.component}`,
    version: release.version,
    type: release.releaseType,
    release: release.id,
    environment: deployed?.environment ?? UNKNOWN,
    previous: deployed?.previous ?? UNKNOWN,
    reason: textOf(release.facts.get("reason")) ?? UNKNOWN,
    to: to.join(", ") || "whoever may act",
    ...values,
  };
}

function textOf(fact: Json | undefined): string | undefined {
  return typeof fact === "string" && fact.trim() !== "" ? fact : undefined;
}

function unknownTemplate(name: string | undefined): Problem {
  const names = Object.keys(NOTICE_TEMPLATES);
  const suggestion = name === undefined ? undefined : nearest(name, names);
  return {
    code: "unknown-notice",
    kind: "input",
    found: name === undefined ? "the step does not say what to send" : `there is no message "${name}"`,
    expected: `\`with.template\`: one of ${names.join(", ")}; or a text of your own, \`with.text\``,
    action: suggestion === undefined ? "name one of them, or write the text" : `did you mean "${suggestion}"?`,
  };
}

function unknownPlace(place: string): Problem {
  return {
    code: "notice-place",
    kind: "input",
    found: `the text uses {${place}}, which nothing is put in for`,
    expected: `one of ${NOTICE_PLACES.map((each) => `{${each}}`).join(", ")}`,
    action: "correct `with.text`",
  };
}
