/** A commit as git tells it. Times are Unix seconds; `message` is the whole message, decoded. */
export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly authoredAt: number;
  readonly committedAt: number;
  readonly message: string;
  /** Paths the commit touches compared with its first parent; absent when nobody asked for them. */
  readonly paths?: readonly string[];
}

export interface Person {
  readonly name: string;
  readonly email: string;
}

export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

export function firstLine(message: string): string {
  const text = message.trimStart();
  const end = text.search(/\r?\n/);
  return (end === -1 ? text : text.slice(0, end)).trimEnd();
}
