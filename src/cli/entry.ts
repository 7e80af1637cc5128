import { main } from "./main.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader has seen enough
  throw error;
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
