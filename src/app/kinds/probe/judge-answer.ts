import type { WebAnswer } from "../../outside-ports.ts";
import type { ExpectedAnswer } from "./settings.ts";

/** What is wrong with the answer of a server; absent when nothing is. `version`: the one that should run. */
export function answerFault(answer: WebAnswer, expect: ExpectedAnswer, version: string): string | undefined {
  if (!answer.answered) return answer.why;
  const { status, body } = answer;
  if (expect.status === undefined ? status < 200 || status > 299 : status !== expect.status)
    return `it answered ${status} instead of ${expect.status ?? "200 to 299"}`;
  if (expect.body !== undefined && !body.includes(expect.body)) return `its answer lacks "${expect.body}"`;
  const document = jsonOf(body);
  const absent = (expect.fields ?? []).find((path) => isEmpty(fieldOf(document, path)));
  if (absent !== undefined) return `its answer has no field ${absent}`;
  if (expect.version === undefined) return undefined;
  const wanted = expect.version === true ? version : expect.version;
  const running = runningVersion(document, body, expect.versionField);
  if (running === undefined) return `its answer does not say which version runs, and ${wanted} should`;
  return bare(running) === bare(wanted) ? undefined : `version ${running} runs instead of ${wanted}`;
}

function runningVersion(document: unknown, body: string, field: string | undefined): string | undefined {
  const isText = document === undefined || typeof document !== "object";
  const found = isText && field === undefined ? body.trim() : fieldOf(document, field ?? "version");
  return typeof found === "string" && found !== "" ? found.slice(0, 100) : undefined;
}

function fieldOf(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      document,
    );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Tags carry a `v` that versions do not have. */
function bare(version: string): string {
  return version.replace(/^v(?=\d)/, "");
}
