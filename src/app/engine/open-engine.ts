import { currentProcess } from "../../domain/product/product-state.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import type { Ledger } from "../ledger-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { leaveBranches } from "../line/place-of-work.ts";
import type { Services } from "../services.ts";
import { ACCESS_STREAM } from "./access-stream.ts";
import { actingInRole, claimingRole } from "./acting.ts";
import type { PersonOf } from "./act.ts";
import type { EngineTools } from "./engine-tools.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import type { BoundProcess } from "./start-release.ts";
import { openTools, type Watcher } from "./open-tools.ts";
import type { Acting } from "./streams.ts";

/** The engine of a product, with its ledger open. */
export interface Engine {
  readonly tools: EngineTools;
  readonly kinds: KindTools;
  /** Ids of every release that was started, in their order. */
  releases(): Promise<readonly string[]>;
  /** The approved version by which releases are started now. */
  currentProcess(): Promise<BoundProcess>;
  /** Who acts, in the role a step asks for; `as` absent: whom git names. */
  person(as: string | undefined): PersonOf;
  /** Who acts, in a role that they hold; refused where they do not. */
  holder(as: string | undefined, role: string): Promise<Acting>;
  close(): Promise<void>;
}

/** Opens the engine over what is recorded. Looking begins no ledger: that is for who grants roles or approves a process. */
export async function openEngine(services: Services, watcher: Watcher): Promise<Engine> {
  const ledger = (await services.ledger.openExisting()) ?? NO_LEDGER;
  try {
    return await engineOver(ledger, services, watcher);
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

async function engineOver(ledger: Ledger, services: Services, watcher: Watcher): Promise<Engine> {
  const { tools, kinds } = await openTools(ledger, services, watcher);
  const { streams, product, processes } = tools;
  return {
    tools,
    kinds,
    releases: async () => [...(await streams.load(PRODUCT_STREAM, product)).state.numbers.keys()],
    currentProcess: async () => {
      const version = currentProcess((await streams.load(PRODUCT_STREAM, product)).state);
      if (version === undefined) throw new SlipwayError(noProcess());
      return { digest: version.digest, process: await processes(version.digest) };
    },
    person: (as) => async (role) => {
      const { state } = await streams.load(ACCESS_STREAM, product);
      return claimingRole(services.identity, state, { as, role }, services.serverNow());
    },
    holder: async (as, role) => {
      const { state } = await streams.load(ACCESS_STREAM, product);
      return actingInRole(services.identity, state, { as, role }, services.serverNow());
    },
    close: async () => {
      try {
        await leaveBranches(kinds);
      } finally {
        await ledger.close();
      }
    },
  };
}

function noProcess(): Problem {
  return {
    code: "no-process",
    kind: "refused",
    found: "no process is approved",
    expected: "an approved version: releases are started by one",
    action: "`slipway process approve` approves what slipway.yaml says",
  };
}
