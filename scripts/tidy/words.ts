import type { Violation } from "./source-file.ts";

interface TextFile {
  readonly path: string;
  readonly text: string;
}

const BANNED: readonly { readonly pattern: RegExp; readonly message: string; readonly except?: string }[] = [
  {
    // A marker opens a comment or a list item, or is followed by a colon; a sentence may mention the word.
    pattern:
      /(?:(?:\/\/|\/\*|^\s*[*#-]|<!--)\s*(?:TODO|FIXME|XXX|HACK)\b|\b(?:TODO|FIXME|XXX|HACK)(?=[:(]))(?!\(#\d+\))/,
    message: "task marker without an issue number; write it as MARKER(#12)",
  },
  { pattern: /\.only\(/, message: "focused test: the others would not run" },
  {
    pattern: /(?<![\w.~})\]$*-])\/(?:work|root|(?:home|Users|tmp)\/[\w.-]+)\//,
    message: "path of one machine",
    except: ".gitignore",
  },
  { pattern: /registry\.npmjs\.org/, message: "host of a package registry" },
  { pattern: /^(?:<{7}|>{7}) /, message: "conflict marker of a merge" },
];

/** Words no tracked text may hold. */
export function checkWords({ path, text }: TextFile): Violation[] {
  return text.split("\n").flatMap((line, index) =>
    BANNED.filter(({ pattern, except }) => path !== except && pattern.test(line)).map(({ message }) => ({
      path,
      line: index + 1,
      message,
    })),
  );
}
