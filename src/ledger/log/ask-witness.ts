import { SlipwayError } from "../../kernel/problem.ts";

const PATIENCE_MS = 10_000;

/** One `add-checkpoint` request over HTTP (C2SP tlog-witness). */
export async function askWitness(url: string, body: Uint8Array): Promise<{ status: number; body: string }> {
  const place = URL.parse(`${url.replace(/\/$/, "")}/add-checkpoint`);
  if (place === null || !/^https?:$/.test(place.protocol)) throw new SlipwayError(badUrl(url));
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(place, { method: "POST", body: Buffer.from(body), redirect: "error", signal });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    throw new SlipwayError(silent(url, error), { cause: error });
  }
}

function badUrl(url: string) {
  return {
    code: "witness-url",
    kind: "input" as const,
    found: `"${url}" is no address of a witness`,
    expected: "such as https://witness.example.org",
    action: "correct --witness",
  };
}

function silent(url: string, error: unknown) {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return {
    code: "witness-silent",
    kind: "failed" as const,
    found: `the witness at ${url} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: "an answer within 10 seconds",
    action: "try again; the checkpoint is published and signed, only not cosigned",
  };
}
