import type { NewTag, RepositoryWriter } from "../ports.ts";
import type { Act } from "./record.ts";
import type { Recorder } from "./recorder.ts";

/**
 * A writer whose tags are recorded: first that one is going to be made, then which one was. What cannot be recorded is
 * not made, and a tag that was begun and has no second entry was interrupted.
 */
export function recordingWriter(writer: RepositoryWriter, recorder: Recorder): RepositoryWriter {
  return {
    ...writer,
    at: (time) => recordingWriter(writer.at(time), recorder),
    async tag(tag) {
      await recorder.record(begunId(tag), tagBegun(tag));
      const object = await writer.tag(tag);
      await recorder.record(madeId(tag, object), tagMade(tag, object));
      return object;
    },
    async removeTag(name, object) {
      await writer.removeTag(name, object);
      await recorder.record(`tag-taken-back/${object}/${name}`, tagTakenBack(name, object));
    },
  };
}

/**
 * Records a tag that was found, when it was begun here and its second entry is missing: a crash came in between. A tag
 * that somebody else made is not claimed.
 */
export async function recordFoundTag(recorder: Recorder, tag: NewTag, object: string): Promise<void> {
  if (await recorder.knows(begunId(tag))) await recorder.record(madeId(tag, object), tagMade(tag, object));
}

function begunId({ name, commit }: NewTag): string {
  return `tag-begun/${commit}/${name}`;
}

function madeId({ name }: NewTag, object: string): string {
  return `tag-made/${object}/${name}`;
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
