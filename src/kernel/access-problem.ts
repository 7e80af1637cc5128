import { SlipwayError } from "./problem.ts";

/** A file that could not be read or written, with the reason the system gives. */
export function cannotAccess(act: "read" | "write", path: string, cause: unknown): SlipwayError {
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  return new SlipwayError(
    {
      code: `cannot-${act}`,
      kind: "input",
      found: `cannot ${act} ${path}: ${code ?? message ?? "unknown"}`,
      expected: `a file that may be ${act === "read" ? "read" : "written"}`,
      action: "check the permissions and the free space",
    },
    { cause },
  );
}
