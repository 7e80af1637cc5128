import type { Forge } from "../changelog/forge.ts";
import type { TestEvidence } from "../evidence/evidence.ts";
import type { VerificationAnswer } from "../evidence/verification.ts";
import type { NotesItem } from "./topics.ts";

export interface ReportPlace {
  /** Folder of the repository in which reports are kept under their SHA-256. */
  readonly folder: string;
  /** Tag at which they can be read on the forge; `null`: it is not made yet. */
  readonly tag: string | null;
  readonly forge: Forge | undefined;
}

/** What the tests of a release printed, linked: each suite with its counts and the report that says so (N-09). */
export function testedItems({ suites, scan }: VerificationAnswer, place: ReportPlace): NotesItem[] {
  const ran = suites.flatMap(({ suite, run, shortcoming }) =>
    run === undefined ? [] : [suiteItem(suite.label, run, shortcoming, place)],
  );
  return scan.result === null ? ran : [...ran, plainItem(`Security scan: ${scan.result}`)];
}

function suiteItem(label: string, run: TestEvidence, shortcoming: string | undefined, place: ReportPlace): NotesItem {
  const { passed, total, file, environment, time, by } = run;
  const path = `${place.folder}/${file.sha256}`;
  const address = place.tag === null ? null : (place.forge?.file(place.tag, path) ?? null);
  const where = `${time.slice(0, 10)} in ${environment}, by ${by}`;
  return {
    ...plainItem(`${label}: ${passed}/${total} passing${shortcoming === undefined ? "" : `; ${shortcoming}`}`),
    details: [
      { label: "Run", text: where, address: null },
      { label: "Report", text: address === null ? `${file.name}, kept as ${path}` : address, address },
    ],
  };
}

function plainItem(text: string): NotesItem {
  return { scope: null, text, details: [], references: [] };
}
