import { main } from "./main.ts";

let isAnswerLost = false;

/** A reader who has seen enough ends nothing: what was begun is finished, and its outcome counts. */
process.stdout.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
  if (isAnswerLost || code === "EPIPE" || code === "ERR_STREAM_DESTROYED") return;
  isAnswerLost = true;
  process.exitCode = 1;
  process.stderr.write(
    `slipway: the answer could not be written to stdout: ${code}\n  expected: a place with room for it\n  do: make room, and run the command again\n`,
  );
});
process.stderr.on("error", () => undefined); // there is nowhere left to complain

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = isAnswerLost ? 1 : code;
  process.stdout.write("", () => setImmediate(end));
});

/** Whatever was told is told. Node would take its heap apart now, which costs as much as a git call. */
function end(): void {
  process.exit();
}
