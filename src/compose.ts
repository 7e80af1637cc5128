import { lstatSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { BackupFolder } from "./app/backup-ports.ts";
import type { LedgerAccess } from "./app/ledger-ports.ts";
import { openRecorder } from "./app/ledger/recorder.ts";
import { heldLedger } from "./app/ledger/held-ledger.ts";
import { sharedLedger } from "./app/ledger/shared-ledger.ts";
import { recordingWriter } from "./app/ledger/recording-writer.ts";
import type { ArtifactServices } from "./app/artifacts/artifact-tools.ts";
import type { DependencyReader } from "./app/manifest-ports.ts";
import type { CompareApi, Repository, RunCheck, Snapshots } from "./app/ports.ts";
import { signalReader } from "./app/read-signals.ts";
import type { EvidenceServices } from "./app/evidence-ports.ts";
import { readTexts } from "./app/read-texts.ts";
import type { Services } from "./app/services.ts";
import { loadProcess, loadProduct, type ConfigSource } from "./config/load.ts";
import { dataFolder, ledgerSettings } from "./config/ledger-settings.ts";
import { logSettings } from "./config/log-settings.ts";
import { forgeToken } from "./config/forge-token.ts";
import { signingKeyText } from "./config/signing-key.ts";
import { setClock } from "./config/set-clock.ts";
import { fixedTime } from "./config/source-date.ts";
import { webhookKey } from "./config/webhook-key.ts";
import { openBranches } from "./git/branches.ts";
import { openIdentity } from "./git/identity.ts";
import { openInstallation } from "./git/installation.ts";
import { folderLister } from "./git/list-folder.ts";
import { openLines } from "./git/lines.ts";
import { openPrepareRecords } from "./git/prepare-records.ts";
import { openRepository } from "./git/repository.ts";
import { openTreeSource } from "./git/tree-source.ts";
import { openTagReader } from "./git/tag-reader.ts";
import { openTrees } from "./git/trees.ts";
import { openWorkspace } from "./git/workspace.ts";
import { openWriter } from "./git/writer.ts";
import { cannotAccess } from "./kernel/access-problem.ts";
import { SlipwayError } from "./kernel/problem.ts";

interface Composition {
  readonly folder: string;
  readonly configFile?: string | undefined;
  /** The ledger to use instead of the one that belongs to the folder. */
  readonly ledger?: LedgerAccess;
  /** What a product without a name is called; absent: as its folder is. */
  readonly name?: () => Promise<string>;
}

/** Puts the program together. The only place that knows which adapter stands behind which port. */
export function compose({ folder, configFile, ...given }: Composition): Services {
  const repository = openRepository(resolve(folder));
  const ledger = given.ledger ?? ledgerOf(repository);
  const name = given.name ?? (async () => (await placeOf(repository)).name);
  const identity = openIdentity(resolve(folder), setClock(process.env) !== undefined);
  /** The settings as the working tree has them, or, `from` a commit, as they stood there. */
  const withSettings = async <T>(
    load: (source: ConfigSource) => Promise<T>,
    revision?: string,
    from?: "commit",
  ): Promise<T> => {
    const { root, head } = await repository.state();
    const at = revision === undefined ? head : await repository.resolve(revision);
    const file = configFile === undefined ? {} : { file: { path: configFile, text: readConfigFile(configFile) } };
    const snapshots = repository.snapshots();
    return load({
      folderName: await name(),
      read: (...paths) => readProductFiles(snapshots, from === "commit" ? undefined : root, at, ...paths),
      preset: async (name) => JSON.parse(readFileSync(join(import.meta.dirname, `presets/${name}.json`), "utf8")),
      ...file,
    });
  };
  const isRequired = async (): Promise<boolean> => (await withSettings(loadProduct)).ledger === "required";
  const recorder = openRecorder({ ledger, identity, isRequired });
  return {
    repository,
    workspace: openWorkspace(repository),
    tags: openTagReader(resolve(folder)),
    writer: recordingWriter(openWriter(resolve(folder), repository), recorder),
    recorder,
    artifacts: () =>
      composeArtifacts(resolve(folder), repository, (commit) => withSettings(loadProduct, commit, "commit")),
    clock: { now: () => fixedTime(process.env) ?? Math.floor((setClock(process.env) ?? Date.now()) / 1000) },
    serverNow: () => setClock(process.env) ?? Date.now(),
    records: openPrepareRecords(repository),
    branches: openBranches(resolve(folder)),
    lines: openLines(resolve(folder)),
    at: (other, open) => compose({ folder: other, configFile, name, ledger: heldLedger(open, ledger) }),
    installation: openInstallation(resolve(folder)),
    trees: openTrees(resolve(folder), repository),
    listFolder: folderLister(repository),
    dependencies: readDependencies,
    evidence: () => openEvidenceServices(resolve(folder), repository),
    product: (revision) => withSettings(loadProduct, revision),
    process: (revision) => withSettings(loadProcess, revision),
    signals: (product) => signalReader({ repository, compareApi, runCheck, recorder }, product),
    openTarget: async (environment) => {
      const { targetOpener } = await import("./integrations/delivery/open-target.ts");
      return targetOpener(async () => dataFolder(process.env, await placeOf(repository)))(environment);
    },
    ledger,
    identity,
    logs: async () => {
      const settings = async () => logSettings(process.env, await placeOf(repository));
      return (await import("./ledger/log/open-logs.ts")).openLogs(settings, ledger);
    },
    commandRuns: async () => {
      const place = async () => join(await ownFolder(repository), "jobs");
      return (await import("./jobs/command-runs.ts")).openCommandRuns(place, process.env);
    },
    outside: async () =>
      (await import("./integrations/outside/open-outside.ts")).openOutside({
        root: async () => (await placeOf(repository)).root,
        noticesFile: async () => join(await ownFolder(repository), "notifications.jsonl"),
        webhookKey: webhookKey(process.env),
        forgeToken: forgeToken(process.env),
      }),
  };
}

/** The folder whose data is meant, and the name it has for people. */
async function placeOf(repository: Repository): Promise<{ root: string; name: string }> {
  const { root, gitFolder } = await repository.state();
  return { root: root ?? gitFolder, name: basename(root ?? gitFolder).replace(/\.git$/, "") };
}

/** The folder of the data, closed to others and to git, whoever needs it first. */
async function ownFolder(repository: Repository): Promise<string> {
  const { folder } = ledgerSettings(process.env, await placeOf(repository));
  (await import("./ledger/data-folder.ts")).makeDataFolder(folder);
  return folder;
}

/** The ledger of a product. Its code is loaded with the first use. */
function ledgerOf(repository: Repository): LedgerAccess {
  const load = async () => {
    const at = setClock(process.env);
    const clock = at === undefined ? {} : { now: () => new Date(at) };
    const settings = { ...ledgerSettings(process.env, await placeOf(repository)), ...clock };
    return { settings, ...(await import("./ledger/open-ledger.ts")) };
  };
  const open = sharedLedger(async () => {
    const { settings, openLedger } = await load();
    return openLedger(settings);
  });
  return {
    open,
    openExisting: async () => {
      const { settings, hasLedger } = await load();
      return hasLedger(settings) ? open() : undefined;
    },
    dataFolder: async () => openFolder((await load()).settings.folder),
    backupFolder: openFolder,
  };
}

const openFolder = async (folder: string): Promise<BackupFolder> =>
  (await import("./ledger/backup-folder.ts")).openBackupFolder(folder);

async function composeArtifacts(
  folder: string,
  repository: Repository,
  productAt: ArtifactServices["productAt"],
): Promise<ArtifactServices> {
  const { openArtifacts } = await import("./artifacts/open-artifacts.ts");
  const adapters = openArtifacts({ repository, environment: signingKeyText(process.env) });
  return { ...adapters, tree: openTreeSource(folder), dependencies: await readDependencies(), productAt };
}

const readDependencies = async (): Promise<DependencyReader> =>
  (await import("./artifacts/dependencies/read-dependencies.ts")).dependencyReader;

const compareApi: CompareApi = async (...question) =>
  (await import("./integrations/openapi/compare.ts")).compareOpenApi(...question);

async function openEvidenceServices(folder: string, repository: Repository): Promise<EvidenceServices> {
  const [{ openEvidenceFiles }, { readReport }, { runSuite }, { openAddedLines }] = await Promise.all([
    import("./artifacts/evidence-files.ts"),
    import("./artifacts/reports/read-report.ts"),
    import("./integrations/check/run-suite.ts"),
    import("./git/added-lines.ts"),
  ]);
  return { files: openEvidenceFiles(repository), readReport, runSuite, addedLines: openAddedLines(folder) };
}

const runCheck: RunCheck = async (run) => (await import("./integrations/check/run-check.ts")).runCheck(run);

/** slipway.yaml counts as it stands in the working tree; the files of other tools count as they were at the commit. */
async function readProductFiles(
  snapshots: Snapshots,
  root: string | undefined,
  revision: string | undefined,
  paths: readonly string[],
  otherwise: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const isStanding = (path: string): boolean => root !== undefined && path.endsWith(".yaml") && !path.startsWith(".");
  const files = new Map<string, string>();
  const readStanding = (wanted: readonly string[]): void => {
    for (const path of wanted.filter(isStanding)) {
      const text = textIn(join(root!, path));
      if (text !== undefined) files.set(path, text);
    }
  };
  readStanding(paths);
  const more = files.size > 0 ? [] : otherwise;
  readStanding(more);
  const committed = [...paths, ...more].filter((path) => !isStanding(path));
  if (revision === undefined || committed.length === 0) return files;
  return new Map([...files, ...(await readTexts(snapshots, revision, committed))]);
}

/** A link that leads nowhere is a fault: somebody meant something by it. */
function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const isAbsent =
      code === "ENOTDIR" || (code === "ENOENT" && lstatSync(path, { throwIfNoEntry: false }) === undefined);
    if (isAbsent) return undefined;
    throw cannotAccess("read", path, error);
  }
}

function readConfigFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new SlipwayError(
      {
        code: "config-missing",
        kind: "input",
        found: `the configuration file ${path} cannot be read`,
        expected: "a readable file",
        action: "correct the path after --config",
      },
      { cause: error },
    );
  }
}
