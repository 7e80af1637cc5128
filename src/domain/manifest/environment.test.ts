import { expect, test } from "vitest";
import {
  ENVIRONMENT_EXPRESSION,
  environmentChanges,
  environmentFile,
  environmentNote,
  variableIn,
} from "./environment.ts";
import { DEFAULT_FILE_KINDS, fileSorter } from "./file-groups.ts";

test.each([
  ["const a = process.env.PORT ?? 1", "PORT"],
  ['process.env["DB_URL"]', "DB_URL"],
  ["process.env?.HOST", "HOST"],
  ["import.meta.env.VITE_API", "VITE_API"],
  ['Deno.env.get("TOKEN")', "TOKEN"],
  ["os.environ['SECRET_KEY']", "SECRET_KEY"],
  ['os.environ.get( "DEBUG", "0")', "DEBUG"],
  ['os.getenv("LEVEL")', "LEVEL"],
  ['os.Getenv("GO_HOME")', "GO_HOME"],
  ['System.getenv("JAVA_X")', "JAVA_X"],
  ["ENV['RAILS_ENV']", "RAILS_ENV"],
  ['ENV.fetch("X_Y")', "X_Y"],
  ['std::env::var("RUST_LOG")', "RUST_LOG"],
  ['Environment.GetEnvironmentVariable("NET")', "NET"],
])("[R-06] %s asks for %s", (source, name) => {
  const found = new RegExp(ENVIRONMENT_EXPRESSION).exec(source)?.[0]; // the same to both kinds of expressions
  expect(variableIn(found ?? "")).toBe(name);
});

test("[R-06] what only resembles asking for a variable", () => {
  for (const source of ["process.environment", "const env = config.env", "process.env", "myenv.getx('A')"])
    expect(new RegExp(ENVIRONMENT_EXPRESSION).test(source)).toBe(false);
});

test("[R-06] new, changed and removed variables, with defaults and notes", () => {
  const environment = (names: string[], text: string) => ({ names: new Set(names), defaults: environmentFile(text) });
  const before = environment(["OLD", "SAME"], "PORT=80\nexport HOST=a\n# A remark\n");
  const after = environment(["SAME", "FRESH"], "PORT=8080\nHOST=a\n#OPTIONAL=x\n");
  const notes = new Map([environmentNote("FRESH: who is asked")!, environmentNote("SAME now in seconds")!]);
  expect(environmentChanges(before, after, notes)).toEqual([
    { name: "FRESH", state: "new", note: "who is asked" },
    { name: "OLD", state: "removed", note: null },
    { name: "OPTIONAL", state: "new", note: null },
    { name: "PORT", state: "changed", note: "its default was `80` and is `8080`" },
    { name: "SAME", state: "changed", note: "now in seconds" },
  ]);
});

test("[R-02, R-06] files are source code, documents or tests; migrations are told by their place", () => {
  const sorter = fileSorter(DEFAULT_FILE_KINDS);
  const groups = [
    "src/a.ts",
    "requirements.txt",
    "docs/a.png",
    "README.md",
    "src/a.test.ts",
    "pkg/x_test.go",
    "tests/b.py",
  ];
  expect(groups.map((path) => sorter.group(path))).toEqual([
    "Source Code",
    "Source Code",
    "Documentation",
    "Documentation",
    "Tests",
    "Tests",
    "Tests",
  ]);
  const moving = [
    "db/migrate/001_a.rb",
    "sql/V2__b.sql",
    "app/migrations/0002_x.py",
    "docs/migrations/2.0.0.md",
    "src/migrate.ts",
  ];
  expect(moving.filter((path) => sorter.isMigration(path))).toEqual(moving.slice(0, 3));
});
