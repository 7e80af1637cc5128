import * as z from "zod/mini";

/** Settings of the step `cut-branch`. */
export const CutBranchSettings = z.strictObject({
  /** Name of the branch, with one place for the version. */
  pattern: z._default(z.string().check(z.regex(/\{version\}/, "has no place for {version}")), "release/{version}"),
  /** `main`, `latest-release`, or a revision. */
  from: z._default(z.string().check(z.minLength(1)), "main"),
});
