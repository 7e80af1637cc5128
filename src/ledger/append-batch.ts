import type { AppendCommand, Recorded } from "../app/ledger-ports.ts";
import { checkNewEvent, entryBytes, type EventEntry, type NewEvent } from "../contract/event.ts";
import { SlipwayError, unwrap, type Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Database, DialectName, EntryIndexRow, LedgerDatabase } from "./database.ts";
import { commandDigest, indexRow } from "./entry-rows.ts";
import { commandReused, noEvents, staleRead } from "./problems.ts";
import { readCommands, readHeads, readRecorded, readTop, writeRows } from "./statements.ts";
import type { Steps } from "./steps.ts";

/** Where the log and its streams end. Holds as long as nobody else writes. */
export interface Tail {
  /** Index of the next entry. */
  readonly next: number;
  /** The largest time so far. */
  readonly highMs: number;
  /** Version of each stream that was asked for; of others nothing is known. The next batch goes on from this very map. */
  readonly versions: Map<string, number>;
}

export interface AppendedBatch {
  readonly outcomes: readonly Result<Recorded, Problem>[];
  readonly tail: Tail;
  /** Ids of the commands that were not recorded before. */
  readonly fresh: ReadonlySet<string>;
}

/** A command whose form is right. */
export interface ReadyCommand extends AppendCommand {
  readonly digest: string;
}

/** Checks everything that needs no database, before a command waits for its turn. */
export function readyCommand(command: AppendCommand): ReadyCommand {
  if (command.events.length === 0) throw new SlipwayError(noEvents(command.id));
  const events = command.events.map((event) => unwrap(checkNewEvent(event)));
  return { ...command, events, digest: commandDigest(events) };
}

/**
 * Decides commands under the append lock and writes what they record, in the transaction that carries it out. Each is checked
 * against what the ones before it left behind, so that a batch comes out as if its commands had come one by one.
 */
export function* appendBatch(
  builder: LedgerDatabase,
  dialect: DialectName,
  commands: readonly ReadyCommand[],
  { now, known }: { readonly now: () => string; readonly known: Tail | undefined },
): Steps<AppendedBatch> {
  const scene = yield* loadScene(builder, dialect, commands, known);
  const time = now();
  const outcomes: Result<Recorded, Problem>[] = [];
  for (const command of commands) outcomes.push(yield* decide(scene, builder, dialect, command, time));
  yield* writeRows(builder, dialect, {
    ...scene,
    commands: [...scene.fresh.values()].map(({ row }) => row),
    heads: [...scene.moved].map((stream) => ({ stream, version: scene.versions.get(stream)! })),
  });
  const { next, highMs, versions } = scene;
  return { outcomes, tail: { next, highMs, versions }, fresh: new Set(scene.fresh.keys()) };
}

/** The state a batch is decided on, and the rows it will write. */
interface Scene {
  readonly versions: Map<string, number>;
  readonly commands: Map<string, Database["command"]>;
  next: number;
  highMs: number;
  readonly entries: Database["entry"][];
  readonly index: EntryIndexRow[];
  /** Commands of this batch, with what they recorded. */
  readonly fresh: Map<string, { readonly row: Database["command"]; readonly recorded: Recorded }>;
  /** Streams that got longer. */
  readonly moved: Set<string>;
}

function* loadScene(
  builder: LedgerDatabase,
  dialect: DialectName,
  commands: readonly ReadyCommand[],
  known: Tail | undefined,
): Steps<Scene> {
  const versions = known?.versions ?? new Map<string, number>();
  const streams = commands.flatMap(({ reads, events }) => [...reads.keys(), ...events.map(({ stream }) => stream)]);
  const unknown = [...new Set(streams)].filter((stream) => !versions.has(stream));
  if (unknown.length > 0)
    for (const { stream, version } of yield* readHeads(builder, dialect, unknown)) versions.set(stream, version);
  const recorded = yield* readCommands(builder, dialect, [...new Set(commands.map(({ id }) => id))]);
  return {
    commands: new Map(recorded.map((row) => [row.id, row])),
    ...(known ?? (yield* readTop(builder, dialect))),
    versions,
    entries: [],
    index: [],
    fresh: new Map(),
    moved: new Set(),
  };
}

function* decide(
  scene: Scene,
  builder: LedgerDatabase,
  dialect: DialectName,
  command: ReadyCommand,
  time: string,
): Steps<Result<Recorded, Problem>> {
  const { id, digest, reads } = command;
  const before = scene.commands.get(id);
  if (before !== undefined && before.digest !== digest) return err(commandReused(id));
  if (before !== undefined) return ok(scene.fresh.get(id)?.recorded ?? (yield* readRecorded(builder, dialect, before)));
  const stale = [...reads].filter(([stream, version]) => (scene.versions.get(stream) ?? 0) !== version);
  if (stale.length > 0)
    return err(staleRead(stale.map(([stream, read]) => ({ stream, read, is: scene.versions.get(stream) ?? 0 }))));
  return record(scene, command, time);
}

/** Adds the rows of a command, all of them or, when an entry is too large, none. */
function record(scene: Scene, { id, events, digest }: ReadyCommand, time: string): Result<Recorded, Problem> {
  const versions = new Map<string, number>();
  const made: { entry: EventEntry; bytes: Uint8Array }[] = [];
  for (const event of events) {
    const streamVersion = (versions.get(event.stream) ?? scene.versions.get(event.stream) ?? 0) + 1;
    versions.set(event.stream, streamVersion);
    const entry = entryOf(event, { streamVersion, time, command: id });
    const bytes = entryBytes(entry);
    if (!bytes.ok) return bytes;
    made.push({ entry, bytes: bytes.value });
  }
  const first = scene.next;
  for (const { entry, bytes } of made) {
    const row = indexRow(scene.next, entry, scene.highMs);
    scene.entries.push({ idx: scene.next, bytes });
    scene.index.push(row);
    scene.highMs = row.high_ms;
    scene.next += 1;
  }
  for (const [stream, version] of versions) scene.versions.set(stream, version);
  for (const stream of versions.keys()) scene.moved.add(stream);
  const recorded = { first, events: made.map(({ entry }) => entry) };
  const row = { id, digest, first_idx: first, count: made.length };
  scene.commands.set(id, row);
  scene.fresh.set(id, { row, recorded });
  return ok(recorded);
}

function entryOf(
  event: NewEvent,
  added: { readonly streamVersion: number; readonly time: string; readonly command: string },
): EventEntry {
  return { ...event, ...added, format: 1 };
}
