/** One request to a server. */
export interface WebRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** At most this long, from the first byte sent to the last one read. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What a server said, or why it said nothing. Of a long body only the beginning is read. */
export type WebAnswer =
  | { readonly answered: true; readonly status: number; readonly body: string }
  | { readonly answered: false; readonly why: string };

/** A command that gets a text on its stdin. */
export interface PipedCommand {
  /** A line for the shell. */
  readonly command: string;
  readonly input: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface PipedResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** The end of what it said. */
  readonly output: string;
}

/** A file of lines that only grows. */
export interface LineFile {
  /** For people. */
  readonly path: string;
  /** Whether one of its lines holds the text. */
  holds(text: string): Promise<boolean>;
  /** The line is on the disk when this returns. */
  append(line: string): Promise<void>;
}

/** What probes look at and notices go to. */
export interface Outside {
  request(request: WebRequest): Promise<WebAnswer>;
  /** Gives a command its input, from the top of the repository. */
  pipe(command: PipedCommand): Promise<PipedResult>;
  /** How many files a folder holds, at any depth; absent when there is no such folder. */
  countFiles(folder: string): Promise<number | undefined>;
  /** The last lines of a text file; absent when it cannot be read. */
  lastLines(file: string, count: number): Promise<readonly string[] | undefined>;
  /** A relative path is meant from the top of the repository. */
  lineFile(path: string): LineFile;
  /** The record of everything that was sent. */
  notices(): Promise<LineFile>;
  /** Key that webhooks are signed with, as bytes; absent when none is set. */
  readonly webhookKey: Uint8Array | undefined;
  /** With which release pages are made; absent when none is set. */
  readonly forgeToken: string | undefined;
}
