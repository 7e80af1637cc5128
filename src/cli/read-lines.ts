import { SlipwayError } from "../kernel/problem.ts";

/** No line of any format read here comes near this; a longer one would only fill memory. */
const LINE_MAX = 1 << 20;

/** The lines of a stream, one at a time and as soon as they are complete. The last one needs no line break. */
export async function* readLines(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  let count = 0;
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      count += 1;
      if (line.length > LINE_MAX) throw new SlipwayError(tooLong(count));
      yield line;
    }
    if (rest.length > LINE_MAX) throw new SlipwayError(tooLong(count + 1));
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

function tooLong(line: number) {
  return {
    code: "line-length",
    kind: "input" as const,
    found: `line ${line}: is longer than ${LINE_MAX} characters`,
    expected: "one JSON object per line",
    action: "separate the lines with line breaks",
  };
}
