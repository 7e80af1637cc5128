import { cargoLock, cargoToml } from "./cargo/cargo.ts";
import type { DependencyFormat } from "./dependency-format.ts";
import { goMod } from "./go/go.ts";
import { maven } from "./maven/maven.ts";
import { packageJson, packageLock } from "./npm/npm.ts";
import { requirements } from "./pip/pip.ts";
import { poetryLock } from "./poetry/poetry.ts";
import { pyproject } from "./pyproject/pyproject.ts";
import { uvLock } from "./uv/uv.ts";

/** Every format there is. Of several locks of a group, the first here that is found counts. A new one is a folder and a line here. */
export const DEPENDENCY_FORMATS: readonly DependencyFormat[] = [
  packageLock,
  packageJson,
  uvLock,
  poetryLock,
  requirements,
  pyproject,
  goMod,
  cargoLock,
  cargoToml,
  maven,
];
