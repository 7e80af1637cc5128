import { spawn } from "node:child_process";
import type { PipedCommand, PipedResult } from "../../app/outside-ports.ts";

const KEPT_CHARACTERS = 64 * 1024;

/** Gives a command its input, in a shell and a process group of its own, which is ended whole when it is late or called off. */
export function pipeCommand(folder: string, { command, input, timeoutMs, signal }: PipedCommand): Promise<PipedResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: folder, shell: true, detached: true, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    const keep = (text: string): void => void (output = (output + text).slice(-KEPT_CHARACTERS));
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // it ended by itself a moment ago
      }
    };
    const timer = setTimeout(end, timeoutMs);
    signal.addEventListener("abort", end, { once: true });
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.stdin.on("error", () => undefined); // it may end without reading everything, and its code says so
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve({ code, output });
    });
    child.stdin.end(input);
  });
}
