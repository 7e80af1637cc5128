import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { releaseDashboard } from "./demo/dashboard.ts";
import { releaseDoor } from "./demo/door.ts";
import { releaseMolecules } from "./demo/molecules.ts";
import { bold } from "./demo/stage.ts";

/**
 * The main job on real input: makes three small products with a history in a temporary folder and releases them by calling
 * the commands a user would call. `npm run demo -- --keep` leaves the products for a look.
 */
const keep = process.argv.includes("--keep");
const folder = mkdtempSync(join(tmpdir(), "slipway-demo-"));

try {
  console.log(bold("A small library: from changes to a tag, one command at a time"));
  releaseDoor(folder);
  console.log(`\n${bold("A product under audit: one command from evidence to a release that proves itself")}`);
  releaseDashboard(folder);
  console.log(`\n${bold("A written process: the engine takes a release through it, and people decide")}`);
  releaseMolecules(folder);
  console.log(`\n${bold("Done.")} All three releases stand, and every step of them can be explained and checked.`);
  if (keep) console.log(`The products are in ${folder}: try slipway plan, trace, verify or audit there.`);
} finally {
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
