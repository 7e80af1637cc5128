import picomatch from "picomatch";
import type { VariableChange } from "./manifest.ts";

/** Globs of the documents that describe an interface, or what can be set. */
export interface DocumentCategories {
  readonly api: readonly string[];
  readonly configuration: readonly string[];
}

export const DEFAULT_DOCUMENTS: DocumentCategories = {
  api: ["**/{doc,docs}/**/*{api,API,Api}*", "**/{doc,docs}/{api,API}/**", "**/API*.{md,rst,adoc}"],
  configuration: [
    "**/{doc,docs}/**/*{config,Config,CONFIG,setting,Setting,environment,Environment,deploy,Deploy,operat,install,Install}*",
    "**/{README,CONFIGURATION,INSTALL,OPERATIONS,RUNBOOK,DEPLOY,DEPLOYMENT}*",
  ],
};

/** A document that has to move because something it describes did (D-03). */
export interface DocumentDuty {
  readonly category: keyof DocumentCategories;
  /** What changed. */
  readonly causes: readonly string[];
  /** Documents of the category that were touched; the duty is open while there is none. */
  readonly touched: readonly string[];
}

export interface DocumentFacts {
  /** Paths of every file that differs from the release before. */
  readonly modified: readonly string[];
  /** Paths of API descriptions. */
  readonly apis: readonly string[];
  readonly environment: readonly VariableChange[];
}

/** What the difference between two releases asks of the documents. */
export function documentDuties(facts: DocumentFacts, categories: DocumentCategories): DocumentDuty[] {
  const specs = facts.modified.filter((path) => facts.apis.includes(path));
  const variables = facts.environment.map(({ name, state }) => `the environment variable ${name} is ${state}`);
  const causes = { api: specs.map((path) => `${path} changed`), configuration: variables };
  return (["api", "configuration"] as const)
    .filter((category) => causes[category].length > 0)
    .map((category) => {
      const isDocument = matcher(categories[category], specs);
      const touched = facts.modified.filter((path) => isDocument(path));
      return { category, causes: causes[category], touched };
    });
}

function matcher(globs: readonly string[], ignore: string[]): (path: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true, ignore });
}
