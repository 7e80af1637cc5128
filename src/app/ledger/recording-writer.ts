import type { Identity } from "../identity-ports.ts";
import type { Ledger, LedgerAccess } from "../ledger-ports.ts";
import type { NewTag, RepositoryWriter } from "../ports.ts";
import { record, type Act } from "./record.ts";

interface RecordTools {
  readonly ledger: LedgerAccess;
  readonly identity: Identity;
  /** Whether a product wants its acts recorded even where no ledger was begun. */
  isRequired(): Promise<boolean>;
}

/**
 * A writer whose tags are recorded: first that one is going to be made, then which one was. What cannot be recorded is
 * not made, and a tag that was begun and has no second entry was interrupted.
 */
export function recordingWriter(writer: RepositoryWriter, tools: RecordTools): RepositoryWriter {
  return {
    ...writer,
    tag: (tag) =>
      withLedger(tools, async (tell) => {
        await tell(`tag-begun/${tag.commit}/${tag.name}`, tagBegun(tag));
        const object = await writer.tag(tag);
        await tell(`tag-made/${object}/${tag.name}`, tagMade(tag, object));
        return object;
      }),
    removeTag: (name, object) =>
      withLedger(tools, async (tell) => {
        await writer.removeTag(name, object);
        await tell(`tag-taken-back/${object}/${name}`, tagTakenBack(name, object));
      }),
  };
}

type Tell = (id: string, act: Act) => Promise<void>;

async function withLedger<T>(tools: RecordTools, work: (tell: Tell) => Promise<T>): Promise<T> {
  const ledger = await ledgerOf(tools);
  try {
    return await work(async (id, act) => {
      if (ledger !== undefined) await record(ledger, tools.identity, { id, act });
    });
  } finally {
    await ledger?.close();
  }
}

async function ledgerOf({ ledger, isRequired }: RecordTools): Promise<Ledger | undefined> {
  return (await isRequired()) ? ledger.open() : ledger.openExisting();
}

function tagBegun({ name, commit, sign }: NewTag): Act {
  const object = { kind: "tag", id: name, version: commit };
  return { type: "tag-begun", stream: `release/${name}`, action: "begin", object, old: null, new: { commit, sign } };
}

function tagMade({ name, commit, message }: NewTag, tag: string): Act {
  const object = { kind: "tag", id: name, version: tag };
  const made = { object: tag, commit };
  return {
    type: "tag-made",
    stream: `release/${name}`,
    action: "make",
    object,
    old: null,
    new: made,
    payload: { title: message.split("\n")[0] ?? "" },
  };
}

function tagTakenBack(name: string, tag: string): Act {
  return {
    type: "tag-taken-back",
    stream: `release/${name}`,
    action: "revoke",
    object: { kind: "tag", id: name, version: tag },
    old: { object: tag },
    new: null,
    reason: "read back from git, it was not the tag that was asked for",
  };
}
