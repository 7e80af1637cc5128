import * as z from "zod/mini";

/** Settings of the step `pull-request`. */
export const PullRequestSettings = z.strictObject({
  /** Branch or role the release goes into. */
  into: z._default(z.string().check(z.minLength(1)), "main"),
  /** Sends the branch to `remote`, where there is one. */
  push: z._default(z.boolean(), false),
  remote: z._default(z.string().check(z.minLength(1)), "origin"),
});
