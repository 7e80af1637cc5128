import { dirname, join, normalize } from "node:path/posix";
import type { Violation } from "./source-file.ts";

interface MarkdownFile {
  readonly path: string;
  readonly text: string;
}

/** Markdown below test/ is data, except the README that explains it. */
export function isDocument(path: string): boolean {
  return path.endsWith(".md") && (!path.startsWith("test/") || path.endsWith("/README.md"));
}

/** Exactly one first-level heading, and relative links that lead somewhere. `paths` are all files of the repository. */
export function checkMarkdown({ path, text }: MarkdownFile, paths: ReadonlySet<string>): Violation[] {
  const lines = proseLines(text);
  const titles = lines.filter(({ text }) => text.startsWith("# "));
  const violations = lines.flatMap(({ text, line }) =>
    relativeLinks(text)
      .filter((link) => !leadsSomewhere(path, link, paths))
      .map((link) => ({ path, line, message: `link to a missing file: ${link}` })),
  );
  if (titles.length === 1) return violations;
  const message = `has ${titles.length} first-level headings; a document has exactly one`;
  return [{ path, line: titles[1]?.line ?? 1, message }, ...violations];
}

interface Line {
  readonly text: string;
  readonly line: number;
}

/** The lines outside fenced blocks, with inline code removed. */
function proseLines(text: string): Line[] {
  let fence: string | undefined;
  return text.split("\n").flatMap((raw, index) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      return [];
    }
    if (mark !== undefined) {
      fence = mark;
      return [];
    }
    return [{ text: raw.replaceAll(/`[^`]*`/g, "``"), line: index + 1 }];
  });
}

function relativeLinks(line: string): string[] {
  const inline = [...line.matchAll(/\]\(<?([^)<>\s]+)/g)].map((match) => match[1]!);
  const definition = /^ {0,3}\[[^\]]+\]:\s+<?([^<>\s]+)/.exec(line)?.[1];
  const links = definition === undefined ? inline : [...inline, definition];
  return links.filter((link) => !/^(?:[a-z][a-z0-9+.-]*:|#|\/\/)/i.test(link));
}

function leadsSomewhere(from: string, link: string, paths: ReadonlySet<string>): boolean {
  const file = decodeURI(link.replace(/[?#].*$/, ""));
  const target = normalize(file.startsWith("/") ? file.slice(1) : join(dirname(from), file)).replace(/\/$/, "");
  return target === "." || paths.has(target) || [...paths].some((path) => path.startsWith(`${target}/`));
}
