import picomatch from "picomatch";
import type { FileGroup } from "./manifest.ts";

/** Globs that tell which files are tests and documents, move data or state settings; the rest is source code. */
export interface FileKinds {
  readonly tests: readonly string[];
  readonly documentation: readonly string[];
  readonly migrations: readonly string[];
  /** Files with lines `NAME=default` that state which environment variables there are. */
  readonly environment: readonly string[];
  /** Files that are read neither for dependencies nor for environment variables: copies and samples of others. */
  readonly ignore: readonly string[];
}

export const DEFAULT_FILE_KINDS: FileKinds = {
  tests: [
    "**/{test,tests,__tests__,spec,specs,e2e,testdata,fixtures,__fixtures__}/**",
    "**/*.{test,spec,e2e,cy}.*",
    "**/*_test.{go,py,rb,cc,cpp,c,dart,exs}",
    "**/{test_*,conftest}.py",
    "**/*{Test,Tests,IT,Spec}.{java,kt,scala,groovy,cs,swift,php}",
    "**/*_spec.rb",
  ],
  documentation: [
    "**/*.{md,mdx,markdown,rst,adoc,asciidoc,txt}",
    "**/{doc,docs,documentation}/**",
    "**/{LICENSE,LICENCE,NOTICE,AUTHORS,COPYING,CHANGELOG,README}*",
  ],
  migrations: [
    "**/{migrations,migration,migrate}/**/*.*",
    "**/alembic/versions/**",
    "**/{V,R,U}[0-9]*__*.sql",
    "**/{flyway,liquibase}/**/*.{sql,xml,yaml,yml,json}",
  ],
  environment: [
    "**/.env.{example,sample,template,dist,default,defaults}",
    "**/{example,sample}.env",
    "**/env.{example,sample}",
  ],
  ignore: ["**/{node_modules,vendor,third_party,examples,samples}/**"],
};

/** Where a file belongs. Lists of requirements end in `.txt` and are no documents. */
export interface FileSorter {
  group(path: string): FileGroup;
  /** Whether a file moves data when it is released. */
  isMigration(path: string): boolean;
  isEnvironmentFile(path: string): boolean;
  /** Whether what a file asks for says nothing of the product. */
  isIgnored(path: string): boolean;
}

export function fileSorter(kinds: FileKinds): FileSorter {
  const matcher = (globs: readonly string[]): ((path: string) => boolean) =>
    globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
  const [tests, documents, migrations] = [
    matcher(kinds.tests),
    matcher(kinds.documentation),
    matcher(kinds.migrations),
  ];
  const group = (path: string): FileGroup => {
    if (tests(path)) return "Tests";
    return documents(path) && !/(?:^|\/)[\w.-]*(?:requirements|CMakeLists|constraints|robots)[\w.-]*\.txt$/.test(path)
      ? "Documentation"
      : "Source Code";
  };
  return {
    group,
    isMigration: (path) => migrations(path) && group(path) === "Source Code",
    isEnvironmentFile: matcher(kinds.environment),
    isIgnored: matcher(kinds.ignore),
  };
}
