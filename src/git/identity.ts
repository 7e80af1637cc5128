import { hostname } from "node:os";
import type { Identity } from "../app/identity-ports.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { tryGit } from "./run.ts";

/** The committer that git would write into a commit made now. */
export function openIdentity(folder: string, isClockSet: boolean): Identity {
  return {
    get host() {
      return hostname();
    },
    isClockSet,
    current: async () => {
      const { code, stdout } = await tryGit(["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"], {
        folder,
      });
      const [, name, email] = /^(.*) <(.*)> \d+ [+-]\d+$/m.exec(stdout.toString()) ?? [];
      if (code !== 0 || !name || !email) throw new SlipwayError(unknown());
      return { name, email };
    },
  };
}

function unknown() {
  return {
    code: "no-identity",
    kind: "input" as const,
    found: "git does not know who acts",
    expected: "a name and an e-mail address in git's configuration: entries of the ledger name a person",
    action: 'git config user.name "Your Name" && git config user.email you@example.org',
  };
}
