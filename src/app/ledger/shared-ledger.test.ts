import { expect, test } from "vitest";
import { NO_LEDGER } from "./no-ledger.ts";
import { sharedLedger } from "./shared-ledger.ts";

test("a ledger is open once while anybody needs it, and opened anew after the last one is done", async () => {
  const log: string[] = [];
  let isBroken = false;
  const open = sharedLedger(async () => {
    log.push("open");
    if (isBroken) throw new Error("held");
    return { ...NO_LEDGER, close: async () => void log.push("close") };
  });
  const [first, second] = await Promise.all([open(), open()]);
  await first.close();
  await first.close();
  expect(log).toEqual(["open"]);
  await second.close();
  expect(log).toEqual(["open", "close"]);
  isBroken = true;
  await expect(Promise.all([open(), open()])).rejects.toThrow("held");
  isBroken = false;
  await (await open()).close();
  expect(log).toEqual(["open", "close", "open", "open", "close"]);
});
