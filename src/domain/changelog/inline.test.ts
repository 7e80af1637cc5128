import fc from "fast-check";
import { expect, test } from "vitest";
import { inlineMarkdown } from "./inline.ts";

test.each([
  ["# not a heading", "\\# not a heading"],
  ["- no list", "\\- no list"],
  ["1. no list", "1\\. no list"],
  ["> no quote", "\\> no quote"],
  ["[x] no box", "\\[x] no box"],
  ["allow <script> tags", "allow \\<script> tags"],
  ["keep `<T>` and ``a ` b`` as code", "keep `<T>` and ``a ` b`` as code"],
  ["an open ` tick", "an open \\` tick"],
  ["two\nlines\tand\u0000more", "two lines and more"],
  ["-1 is a number", "-1 is a number"],
])("[N-04] %j stands in one item as %j", (text, expected) => {
  expect(inlineMarkdown(text)).toBe(expected);
});

test("[N-04] any text is one line, without a tag outside code and without a block at its start", () => {
  const piece = fc.constantFrom("`", "``", "<", "b>", "#", "- ", "1. ", "\n", "\\", " ", "x", "> ", "|", "[ ] ");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const made = inlineMarkdown(pieces.join(""));
      expect(made).not.toMatch(/[\r\n]/);
      expect(made).not.toMatch(/^(?:[#>|]|[-+*]\s|\d+[.)]\s)/);
      const outside = made.replaceAll(/\\[`<\\]|(`+)(?!`)(?:.*?[^`])\1(?!`)/g, "");
      expect(outside).not.toMatch(/[<`]/);
      expect(inlineMarkdown("x".repeat(100_000)).length).toBeLessThan(3000);
    }),
  );
});
