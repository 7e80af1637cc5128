import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { must } from "../../src/kernel/assert.ts";
import { durationMs } from "../../src/kernel/duration.ts";
import { repositoryIn, temporaryFolder, type TestRepository } from "./repository.ts";
import { slipway, type Answer } from "./slipway.ts";

/** Who holds which role. The commits are Ada's, so somebody else has to say yes to them. */
export const PEOPLE: Readonly<Record<string, string>> = {
  admin: "ada@example.org",
  "release-manager": "rita@example.org",
  developer: "dora@example.org",
  "product-owner": "petra@example.org",
  qa: "quinn@example.org",
  security: "sam@example.org",
  stakeholder: "stella@example.org",
  operations: "otto@example.org",
  "on-call": "olga@example.org",
};

/** When every product is set up; a Tuesday. */
const BEGIN = "2026-01-06T09:00:00Z";

/** How a command is called: in which role (by whoever holds it, or `as` somebody else), and with which exit code it has to end (0). */
interface Manner {
  readonly role?: string;
  readonly as?: string;
  readonly code?: number;
}

export interface OpenEntry {
  readonly code: string;
  readonly run: string;
  readonly step: string | null;
  readonly says: string;
  readonly who: readonly string[];
  readonly command: string | null;
  readonly until: number | null;
}

export interface ShownVisit {
  readonly number: number;
  readonly step: string;
  readonly attempt: number;
  readonly member: string | null;
  readonly state: string;
  readonly outcome: string | null;
  readonly by: string | null;
  readonly says: string | null;
  readonly waived: boolean;
  readonly covers: Readonly<Record<string, string>>;
  readonly signatures: readonly { readonly who: string; readonly role: string; readonly act: string }[];
  readonly answers: Readonly<Record<string, { readonly value: unknown; readonly by: string | null }>>;
}

/** What `release show --json` says, as far as scenarios ask for it. */
export interface ShownRelease {
  readonly release: string;
  readonly version: string;
  readonly status: string;
  readonly isClosed: boolean;
  readonly subject: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly runs: readonly {
    readonly id: string;
    readonly workflow: string;
    readonly state: string;
    readonly status: string | null;
    readonly visits: readonly ShownVisit[];
  }[];
  readonly open: readonly OpenEntry[];
}

/** An item of a template, as `process template --json` shows it. */
interface Item {
  readonly id: string;
  readonly kind: string;
  readonly options: readonly string[];
  readonly of: number | null;
  readonly required: string;
  readonly automatic: string | null;
  readonly items: readonly Item[];
}

export interface ProductOptions {
  readonly yaml: string;
  /** Files of the first commit beside slipway.yaml. */
  readonly files?: Readonly<Record<string, string>>;
  /** The version that stands at the first commit; `null`: none (default 1.0.0). */
  readonly version?: string | null;
  /** Roles beside those of `PEOPLE`, or other holders. */
  readonly people?: Readonly<Record<string, string>>;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A product with people and an approved process; it is set up once, and each test gets a copy. */
export function productOf(options: ProductOptions): () => ProductDriver {
  let original: string | undefined;
  let definition: Definition | undefined;
  const people = { ...PEOPLE, ...options.people };
  return () => {
    original ??= setUp(options, people);
    const folder = join(temporaryFolder(), "product");
    cpSync(original, folder, { recursive: true });
    return new ProductDriver(folder, people, (driver) => (definition ??= readDefinition(driver)));
  };
}

/** The same product after more has happened to it; it happens once, and each test gets a copy. */
export function productAfter(
  make: () => ProductDriver,
  happens: (product: ProductDriver) => void,
): () => ProductDriver {
  let kept: ProductDriver | undefined;
  return () => {
    if (kept === undefined) {
      const product = make();
      happens(product);
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "slipway-product-")));
      made.push(folder);
      kept = product.copy(folder);
    }
    return kept.copy(join(temporaryFolder(), "product"));
  };
}

/** What a step asks of whom: its template and its roles, by workflow and name; and the items of each template. */
interface Definition {
  readonly steps: ReadonlyMap<string, { readonly template: string | undefined; readonly roles: readonly string[] }>;
  readonly items: ReadonlyMap<string, readonly Item[]>;
}

interface ShownWork {
  readonly name: string;
  readonly with: { readonly template?: string };
  readonly roles: readonly string[];
  readonly signers: Readonly<Record<string, number>>;
  readonly together?: readonly ShownWork[];
}

interface ShownWorkflow {
  readonly name: string;
  readonly phases: readonly { readonly steps: readonly ShownWork[] }[];
  readonly detours: Readonly<Record<string, readonly ShownWork[]>>;
}

function readDefinition(driver: ProductDriver): Definition {
  const { workflows } = driver.json<{ workflows: ShownWorkflow[] }>(["process", "show", "--approved"]);
  const { templates } = driver.json<{ templates: { name: string; items: Item[] }[] }>(["process", "template"]);
  const steps = workflows.flatMap(({ name, phases, detours }) =>
    [...phases.flatMap(({ steps: each }) => each), ...Object.values(detours).flat()]
      .flatMap((step) => step.together ?? [step])
      .map(({ name: step, with: { template }, roles, signers }) => {
        const asked = Object.keys(signers).length > 0 ? Object.keys(signers) : roles;
        return [`${name}/${step}`, { template, roles: asked }] as const;
      }),
  );
  return { steps: new Map(steps), items: new Map(templates.map(({ name, items }) => [name, leaves(items)])) };
}

function setUp({ yaml, files = {}, version = "1.0.0" }: ProductOptions, people: ProductDriver["people"]): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "slipway-product-")));
  made.push(folder);
  const repository = repositoryIn(folder);
  repository.git("init", "-q", "-b", "main");
  repository.git("config", "user.name", "Ada Example");
  repository.git("config", "user.email", "ada@example.org");
  repository.commit("feat: start", { "slipway.yaml": yaml, ...files });
  if (version !== null) repository.git("tag", "-a", `v${version}`, "-m", `v${version}`);
  const product = new ProductDriver(folder, people);
  for (const [role, person] of Object.entries(people))
    product.call(["access", "grant", person, role], { as: people["admin"]! });
  product.call(["process", "approve"], { role: "release-manager" });
  return folder;
}

/** Drives releases of one product through the program, as its people would. */
export class ProductDriver {
  readonly repository: TestRepository;
  /** The clock of every command, in Unix milliseconds. */
  now = Date.parse(BEGIN);

  readonly people: Readonly<Record<string, string>>;
  private readonly read: (driver: ProductDriver) => Definition;

  constructor(folder: string, people: ProductDriver["people"], read = readDefinition) {
    this.people = people;
    this.read = read;
    this.repository = repositoryIn(folder, Date.parse(BEGIN) / 1000);
  }

  /** The same product elsewhere, at the same time. Slipway's own checkouts stay behind: it makes new ones. */
  copy(folder: string): ProductDriver {
    cpSync(this.repository.folder, folder, { recursive: true });
    for (const left of ["worktrees", "slipway/work"])
      rmSync(join(folder, ".git", left), { recursive: true, force: true });
    const copy = new ProductDriver(folder, this.people, this.read);
    copy.now = this.now;
    return copy;
  }

  /** Lets time pass: `2h`, `14d`. */
  later(duration: string): void {
    this.now += must(durationMs(duration), duration);
  }

  at(moment: string): void {
    this.now = Date.parse(moment);
  }

  /** Runs a command; it has to end as it should. */
  call(args: readonly string[], { role, as, code = 0 }: Manner = {}): Answer {
    const who = as ?? (role === undefined ? undefined : must(this.people[role], `somebody who is ${role}`));
    const by = [...(who === undefined ? [] : ["--as", who]), ...(role === undefined ? [] : ["--role", role])];
    const clock = { SLIPWAY_CLOCK: new Date(this.now).toISOString() };
    const answer = slipway(this.repository.folder, [...args, ...by], clock);
    if (answer.code === code) return answer;
    const told = `${answer.stdout}${answer.stderr}`;
    throw new Error(`slipway ${args.join(" ")} ended with ${answer.code} instead of ${code}:\n${told}`);
  }

  json<T>(args: readonly string[], manner: Manner = {}): T {
    return JSON.parse(this.call([...args, "--json"], manner).stdout) as T;
  }

  /** Starts a release by the release manager, and takes it as far as it goes. */
  start(type: string, ...more: readonly string[]): Release {
    const manager = { role: "release-manager" };
    const { release } = this.json<ShownRelease>(["release", "start", ...more, "--type", type], manager);
    const started = new Release(this, release);
    started.run();
    return started;
  }

  /** A release that was started before. */
  released(id: string): Release {
    return new Release(this, id);
  }

  /** Every release that is under way, as far as it goes. */
  run(): void {
    this.call(["run"]);
  }

  /** Signs the log, and proves it. */
  verifyLog(): void {
    this.call(["audit", "publish"]);
    this.call(["audit", "verify"]);
  }

  /** What happened, one line each: time, who, role, act, what. */
  log(): string {
    return this.call(["audit", "log", "--limit", "10000"]).stdout;
  }

  get definition(): Definition {
    return this.read(this);
  }
}

/** One release, driven by its people. Where an act leaves something to do for the engine, it is done at once. */
export class Release {
  /** As it was shown last. */
  private shown: ShownRelease | undefined;

  readonly id: string;
  private readonly product: ProductDriver;

  constructor(product: ProductDriver, id: string) {
    this.product = product;
    this.id = id;
  }

  run(): void {
    const { releases } = this.product.json<{ releases: { state: ShownRelease }[] }>(["run", this.id]);
    this.shown = releases[0]?.state;
  }

  show(): ShownRelease {
    return (this.shown = this.product.json<ShownRelease>(["release", "show", this.id]));
  }

  /** A person's command on a step: `say("approve", "qa")`; in the first role that the step waits for, unless one is named. */
  say(verb: string, step: string, flags: readonly string[] = [], manner: Manner = {}): Answer {
    const role = manner.role ?? this.asked(step).roles[0];
    const who = role === undefined ? {} : { role };
    const answer = this.product.call([verb, this.id, step, ...flags, "--json"], { ...manner, ...who });
    if (answer.code !== 0) return answer;
    this.shown = (JSON.parse(answer.stdout) as { state: ShownRelease }).state;
    if (this.shown.open.some(({ code }) => code !== "waits-for-person")) this.run();
    return answer;
  }

  approve(step: string, manner: Manner = {}): Answer {
    return this.say("approve", step, [], manner);
  }

  reject(step: string, reason: string, manner: Manner = {}): Answer {
    return this.say("reject", step, ["--reason", reason], manner);
  }

  decide(step: string, outcome: string, manner: Manner = {}): Answer {
    return this.say("decide", step, [outcome], manner);
  }

  /** Ends a task. */
  submit(step: string, manner: Manner = {}): Answer {
    return this.say("submit", step, [], manner);
  }

  /**
   * Answers what nothing and nobody answered yet, each item with what speaks for going on, or as it is given here. The
   * step then ends as a success, or is signed by who answered, unless it is kept open.
   */
  fill(
    step: string,
    given: Readonly<Record<string, Answered>> = {},
    { keepOpen = false, ...manner }: Manner & { readonly keepOpen?: boolean } = {},
  ): Answer {
    const { template } = this.asked(step);
    const items = must(this.product.definition.items.get(must(template, `${step} has a template`)), `its items`);
    if (items.some(({ automatic }) => automatic !== null)) this.run(); // what checks can see, they answer
    const { visit } = this.asked(step);
    const open = items.filter(
      ({ id, required }) => id in given || (required !== "optional" && visit.answers[id] === undefined),
    );
    const answers = Object.fromEntries(open.map((item) => [item.id, given[item.id] ?? valueFor(item)]));
    const file = join(temporaryFolder(), "answers.json");
    writeFileSync(file, JSON.stringify(answers));
    return this.say("submit", step, ["--file", file, ...(keepOpen ? ["--keep-open"] : [])], manner);
  }

  /** What the release waits for: `qa waits-for-person`. */
  whyCodes(): string[] {
    const { open } = this.product.json<{ open: OpenEntry[] }>(["release", "why", this.id]);
    return open.map(({ step, code }) => `${step ?? "release"} ${code}`);
  }

  /** The walk as the record tells it: `commit done`, `rollback/revert verified`; of visits that fell, how: `(superseded)`. */
  steps(): string[] {
    return this.show().runs.flatMap(({ id, visits }) => visits.map((visit) => walked(id, visit)));
  }

  /** The visits of a step, first to last. */
  visits(step: string): readonly ShownVisit[] {
    return this.show().runs.flatMap(({ visits }) => visits.filter((visit) => visit.step === step));
  }

  private asked(step: string) {
    const { runs } = this.shown ?? this.show();
    const active = runs.flatMap(({ workflow, visits }) => visits.map((visit) => ({ workflow, visit })));
    const { workflow, visit } = must(
      active.findLast((each) => each.visit.step === step),
      `${step} was reached`,
    );
    return { visit, ...must(this.product.definition.steps.get(`${workflow}/${step}`), `${workflow} has ${step}`) };
  }
}

function walked(run: string, visit: ShownVisit): string {
  const { step, member, outcome, state, waived } = visit;
  const name = `${run === "main" ? "" : `${run}/`}${step}${member === null ? "" : `[${member}]`}`;
  const fell = state === "ended" || state === "open" ? "" : ` (${state})`;
  return `${name} ${waived ? "waived" : (outcome ?? "open")}${fell}`;
}

function leaves(items: readonly Item[]): Item[] {
  return items.flatMap((item) => (item.items.length > 0 ? leaves(item.items) : [item]));
}

type Answered = string | number | boolean | readonly string[];

function valueFor({ id, kind, options, of }: Item): Answered {
  switch (kind) {
    case "tick":
      return true;
    case "choice":
      return options[0]!;
    case "number":
      return of ?? 1;
    case "list":
      return [`${id} one`, `${id} two`];
    case "actions":
      return [`${PEOPLE["operations"]!} until 2026-03-01: one action`];
    case "votes":
      return Array.from({ length: of ?? 1 }, (_, member) => `member-${member + 1}: yes`);
    case "date":
      return "2026-01-06";
    case "person":
      return PEOPLE["operations"]!;
    default:
      return `what is to be said about ${id}`;
  }
}
