import fc from "fast-check";
import { SCAN_RESULTS } from "../evidence/evidence.ts";
import { VARIABLE_STATES, type Manifest } from "./manifest.ts";

const word = fc.stringMatching(/^[a-z][a-z0-9()/.'",:*_-]{0,8}$/);
/** One line of text that starts with a letter and says more than "None". */
const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => `The ${words.join(" ")}`);
const texts = fc.array(text, { maxLength: 4 });
const count = fc.nat(5000);
const numbers = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join("."));
const day = fc.constantFrom("2026-01-31", "2024-02-29", "1999-12-31");
const path = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ()+/._-]{0,20}[A-Za-z]$/), { maxLength: 5 });
const files = path.chain((paths) =>
  fc.tuple(
    ...paths.map((path) =>
      fc.oneof(
        fc.record({ path: fc.constant(path), lines: count, added: count, deleted: count }),
        fc.record({ path: fc.constant(path), lines: fc.constant(null), added: count, deleted: fc.constant(null) }),
        fc.constant({ path, lines: null, added: null, deleted: null }),
      ),
    ),
  ),
);
const name = fc.stringMatching(/^@?[a-z][a-z0-9/._-]{0,10}$/);

/** Manifests whose texts are what the writer expects: one line each, trimmed. */
export const anyManifest: fc.Arbitrary<Manifest> = fc.record({
  product: text,
  version: numbers,
  releaseDate: day,
  releaseType: text,
  previousVersion: fc.option(numbers),
  summary: text,
  changelog: fc.constantFrom("../CHANGELOG.md#140---2026-01-31", "../api/CHANGELOG.md"),
  changes: fc.record({ Added: texts, Changed: texts, Fixed: texts, Security: texts }),
  verification: fc.record({
    suites: fc.array(fc.record({ label: text, passed: count, total: count }), { maxLength: 3 }),
    scan: fc.option(fc.constantFrom(...SCAN_RESULTS)),
    date: fc.option(day),
    by: fc.option(text),
    failures: fc.array(fc.record({ name: text, message: text, resolution: fc.option(text) }), { maxLength: 3 }),
  }),
  breakingChanges: texts,
  migration: texts,
  files: fc.record({ "Source Code": files, Documentation: files, Tests: files }),
  dependencies: fc.array(
    fc.oneof(
      fc.record({ name, from: fc.option(numbers), to: numbers }),
      fc.record({ name, from: fc.constant(null), to: fc.constant(null) }),
    ),
    { maxLength: 4 },
  ),
  environment: fc.array(
    fc.record({
      name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,10}$/),
      state: fc.constantFrom(...VARIABLE_STATES),
      note: fc.option(text),
    }),
    { maxLength: 3 },
  ),
  dataMigration: texts,
  rollback: fc.array(text, { minLength: 1, maxLength: 3 }),
  checksums: fc.array(
    fc.record({ sha256: fc.stringMatching(/^[0-9a-f]{64}$/), path: fc.stringMatching(/^[a-z/.]{1,20}$/) }),
    { maxLength: 3 },
  ),
  generated: day.map((date) => `${date}T09:05:00Z`),
});
