import type { ConfigDocument } from "../contract/config.ts";
import { unknownPlaces } from "../domain/release-message/message-template.ts";
import type { GateSettings } from "../domain/version-gate/gate.ts";
import { nearest } from "../kernel/nearest.ts";
import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { MessageTemplates } from "./product.ts";

const COMMIT_PLACES = ["version", "product", "component", "title"];
const TAG_PLACES = [...COMMIT_PLACES, "summary", "notes", "changelog"];

export function normaliseGates({ versioning = {} }: ConfigDocument): GateSettings {
  return {
    strict: versioning.policy === "strict",
    graduation:
      versioning.graduation === undefined
        ? null
        : new Map(
            Object.entries(versioning.graduation).flatMap(([name, path]) => (path === undefined ? [] : [[name, path]])),
          ),
    deprecations: versioning.deprecations ?? "releases/deprecations.yaml",
    migrationGuide: versioning.migrationGuide ?? "docs/migrations/{version}.md",
  };
}

/** A product with several components says in its own messages which one it means. */
export function normaliseMessages({ messages = {}, components }: ConfigDocument): MessageTemplates {
  const scope = components === undefined ? "" : "({component})";
  const name = components === undefined ? "" : "{component} ";
  const notes = messages.notes === true ? "{notes}\n\n" : "";
  const templates = {
    bump: messages.bump ?? `chore${scope}: bump version to {version}`,
    release: messages.release ?? `chore${scope}: release v{version}`,
    tag: messages.tag ?? `Release ${name}v{version}: {title}\n\n{summary}\n\n${notes}See {changelog} for details.`,
  };
  const problems = Object.entries(templates).flatMap(([kind, template]) =>
    unknownPlaces(template, kind === "tag" ? TAG_PLACES : COMMIT_PLACES).map((place) => unknownPlace(kind, place)),
  );
  if (messages.notes === true && !templates.tag.includes("{notes}")) problems.push(noPlaceForNotes());
  if (problems[0] !== undefined) throw new SlipwayError([problems[0], ...problems.slice(1)]);
  return templates;
}

function noPlaceForNotes(): Problem {
  return {
    code: "message-template",
    kind: "input",
    found: "`messages.notes` is true, and `messages.tag` has no place for the notes",
    expected: "{notes} in `messages.tag`",
    action: "add it, or leave `messages.notes` out",
  };
}

function unknownPlace(kind: string, place: string): Problem {
  const known = kind === "tag" ? TAG_PLACES : COMMIT_PLACES;
  const suggestion = nearest(place, known);
  return {
    code: "message-template",
    kind: "input",
    found: `\`messages.${kind}\` uses {${place}}, which nothing is put in for`,
    expected: `one of ${known.map((name) => `{${name}}`).join(", ")}`,
    action: suggestion === undefined ? "remove it" : `did you mean {${suggestion}}?`,
  };
}
