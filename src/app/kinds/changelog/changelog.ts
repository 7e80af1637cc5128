import type * as z from "zod/mini";
import type { Product } from "../../../config/product.ts";
import { changelogOfRelease } from "../../changelog-of-release.ts";
import { detailsIn, readChangelog } from "../../changelog-file.ts";
import { componentOf } from "../../component-of.ts";
import type { Job, Performer } from "../../engine-ports.ts";
import { testsForChangelog } from "../../evidence/tests-for-changelog.ts";
import { parseChangelog } from "../../../domain/changelog/document.ts";
import type { EditedChangelog } from "../../../domain/changelog/edit.ts";
import { markEntry } from "../../../domain/changelog/mark-entry.ts";
import { titleOfBump } from "../../../domain/tag/tag-text.ts";
import { isPrerelease, parseVersion, type Version } from "../../../domain/version/version.ts";
import { SlipwayError, unwrap, type Problem } from "../../../kernel/problem.ts";
import { placeOfWork, type Place } from "../../line/place-of-work.ts";
import { writeChangelog } from "../../write-changelog.ts";
import type { KindTools } from "../kind-tools.ts";
import { typeNamed } from "../type-named.ts";
import { writingStep, type Writing } from "../writing-step.ts";
import { ChangelogSettings } from "./settings.ts";

type Settings = z.infer<typeof ChangelogSettings>;

/** Writes the changelog entry of a release, dated with the day the step began. */
export const CHANGELOG = { settings: ChangelogSettings, open };

function open(tools: KindTools): Performer {
  return writingStep({
    settings: ChangelogSettings,
    write: (job, settings, dryRun) => write(tools, job, settings, dryRun),
  });
}

async function write(tools: KindTools, job: Job, settings: Settings, dryRun: boolean): Promise<Writing> {
  const { release, startedAt } = job;
  const place = await placeOfWork(tools, release);
  const { services } = place;
  const { source = place.product.changelog.source } = settings;
  const product = { ...place.product, changelog: { ...place.product.changelog, source } };
  const component = componentOf(product, release.component);
  const evidence = await services.evidence();
  const changelogTools = {
    ...services,
    product,
    clock: { now: () => Math.floor(startedAt / 1000) },
    signals: services.signals(product),
    recordedTests: testsForChangelog({ ...services, ...evidence }, product),
  };
  const { version } = release;
  const about = {
    component: component.name ?? undefined,
    version,
    releasing: version,
    type: typeNamed(product, release.releaseType),
    style: product.changelog.style,
  };
  const made = await changelogOfRelease(changelogTools, {
    ...about,
    ...(await detailsOf(place, product, job, settings)),
  });
  const { path, changed } = await writeChangelog(
    changelogTools,
    component,
    marked(made.edited()!, job, settings),
    dryRun,
  );
  return { changed, told: { outcome: "done", says: `${version} in ${path}`, facts: { changelog: path } } };
}

/** What people wrote keeps its title, so the mark goes there too. */
function marked(edited: EditedChangelog, { release }: Job, { mark }: Settings): EditedChangelog {
  return mark === undefined ? edited : { ...edited, text: markEntry(edited.text, release.version, mark) };
}

/** Title and objective of the entry; a mark goes before the title, and before the usual one where there is none. */
async function detailsOf(
  { services }: Place,
  product: Product,
  { release }: Job,
  { title, objective, mark }: Settings,
): Promise<{ title?: string; objective?: string }> {
  const given = { ...(title === undefined ? {} : { title }), ...(objective === undefined ? {} : { objective }) };
  if (mark === undefined) return given;
  if (product.changelog.style === "keep") throw new SlipwayError(noPlaceForMark(mark));
  const component = componentOf(product, release.component);
  const text = await readChangelog(services.repository, services.workspace, component, undefined);
  const written = detailsIn(text === undefined ? undefined : parseChangelog(text), release.version).title;
  const plain = title ?? written ?? usualTitle(unwrap(parseVersion(release.version)));
  return { ...given, title: plain.startsWith(`${mark}:`) ? plain : `${mark}: ${plain}` };
}

function usualTitle(version: Version): string {
  const bump = version.patch > 0 ? "patch" : version.minor > 0 ? "minor" : "major";
  return titleOfBump(bump, false, isPrerelease(version));
}

function noPlaceForMark(mark: string): Problem {
  return {
    code: "changelog-style",
    kind: "failed",
    found: `the step marks the entry with ${mark}, and the style \`keep\` has no titles`,
    expected: "`style: conventional` under `changelog` in slipway.yaml",
    action: "set it, or take `mark` out of the step",
  };
}
