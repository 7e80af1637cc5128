import type { WebAnswer, WebRequest } from "../../app/outside-ports.ts";

const BODY_BYTES_MAX = 1024 * 1024;

/** Sends one request and reads the answer. Only an abort by the caller is an error; everything else is an answer, or why there is none. */
export async function sendRequest({ url, method, headers, body, timeoutMs, signal }: WebRequest): Promise<WebAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.any([signal, late]),
    });
    return { answered: true, status: response.status, body: await beginningOf(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return { answered: false, why: `no answer within ${timeoutMs / 1000} s` };
    return { answered: false, why: causeOf(error) };
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= BODY_BYTES_MAX) break;
  }
  return Buffer.concat(parts).subarray(0, BODY_BYTES_MAX).toString();
}

/** fetch says "fetch failed" and hides what happened in the cause. */
function causeOf(error: unknown): string {
  const cause = (error as Error).cause ?? error;
  const { message, code } = cause as NodeJS.ErrnoException;
  return message === "" ? (code ?? "no connection") : message;
}
