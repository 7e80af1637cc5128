import { spawn } from "node:child_process";
import type { SuiteRun, SuiteRunResult } from "../../app/evidence-ports.ts";
import { endGroup } from "./run-check.ts";

const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a test suite in a shell, in a process group of its own so that it is ended whole: when it is late, when it floods
 * us, and when we are told to end ourselves.
 */
export function runSuite({ command, folder, timeoutMs, onOutput }: SuiteRun): Promise<SuiteRunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd: folder,
      shell: true,
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const output: Buffer[] = [];
    let bytes = 0;
    let ended: SuiteRunResult["ended"] = "by itself";
    const end = (why: SuiteRunResult["ended"]): void => {
      ended = why;
      endGroup(child.pid);
    };
    const timer = setTimeout(() => end("late"), timeoutMs);
    const onSignal = (): void => end("interrupted");
    for (const signal of SIGNALS) process.on(signal, onSignal);
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    };
    const keep = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > LARGEST_OUTPUT_BYTES) return end("too much output");
      output.push(chunk);
      onOutput(chunk);
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      keep(chunk);
    });
    child.stderr.on("data", keep);
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", (code) => {
      settle();
      resolve({ code, stdout: Buffer.concat(stdout), output: Buffer.concat(output), ended });
    });
  });
}
