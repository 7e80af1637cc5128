import type { LoadedProcess } from "../config/load.ts";
import type { Product } from "../config/product.ts";
import type { ArtifactServices } from "./artifacts/artifact-tools.ts";
import type { OpenTarget } from "./delivery-ports.ts";
import type { Recorder } from "./ledger/recorder.ts";
import type { Ledger, LedgerAccess } from "./ledger-ports.ts";
import type { Lines } from "./line-ports.ts";
import type { Identity } from "./identity-ports.ts";
import type { CommandRuns } from "./jobs-ports.ts";
import type { Logs } from "./log-ports.ts";
import type { DependencyReader, ListFolder, Trees } from "./manifest-ports.ts";
import type { SignalReader } from "./plan-releases.ts";
import type {
  BranchReader,
  BranchWriter,
  Clock,
  Installation,
  Repository,
  RepositoryWriter,
  TagReader,
  Workspace,
} from "./ports.ts";
import type { EvidenceServices } from "./evidence-ports.ts";
import type { Outside } from "./outside-ports.ts";
import type { PrepareRecords } from "./prepare-ports.ts";

/** What a command needs to do its work; compose.ts puts it together. */
export interface Services {
  readonly repository: Repository;
  readonly workspace: Workspace;
  readonly tags: TagReader;
  readonly writer: RepositoryWriter;
  readonly branches: BranchReader & BranchWriter;
  readonly lines: Lines;
  /** Loaded when it is asked for: most commands make no artifacts. */
  artifacts(): Promise<ArtifactServices>;
  readonly clock: Clock;
  /** What time it is, in Unix milliseconds: what the machine says, or what SLIPWAY_CLOCK sets. */
  serverNow(): number;
  readonly records: PrepareRecords;
  readonly installation: Installation;
  readonly trees: Trees;
  readonly listFolder: ListFolder;
  /** Loads what reads the files of package managers. */
  dependencies(): Promise<DependencyReader>;
  /** Loads what reads and runs tests. */
  evidence(): Promise<EvidenceServices>;
  /** The settings of the product, read from the working tree, or from a commit where there is none. */
  product(revision?: string): Promise<Product>;
  /** The process of the product, read from the same places, and where it stands. */
  process(revision?: string): Promise<LoadedProcess>;
  /** Reads the inputs other than commits that may decide a version. */
  signals(product: Product): SignalReader;
  /** Opens what reaches an environment. */
  readonly openTarget: OpenTarget;
  readonly ledger: LedgerAccess;
  readonly recorder: Recorder;
  readonly identity: Identity;
  /**
   * The same services for another checkout of this repository, read anew. What they record goes into a ledger that is
   * open already and stays open: one process holds it.
   */
  at(folder: string, ledger: Ledger): Services;
  /** Loaded when it is asked for: most commands need no log. */
  logs(): Promise<Logs>;
  /** Loaded when it is asked for: only the steps of releases run commands that outlive the program. */
  commandRuns(): Promise<CommandRuns>;
  /** Loaded when it is asked for: only probes and notices look outside. */
  outside(): Promise<Outside>;
}
