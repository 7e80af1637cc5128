import { expect, test } from "vitest";
import type { Target, TargetAnswer, TargetOrder } from "../../src/app/delivery-ports.ts";

/** A place where a target is tried out. */
export interface TargetWorld {
  /** Opens the target anew, as after a restart of ours. */
  open(): Promise<Target>;
  now(): number;
  /** Lets time pass. */
  until(time: number): Promise<void>;
}

/** The version whose deployment fails in every world. */
export const FAILS = "6.6.6";

type Deploy = Extract<TargetOrder, { act: "deploy" }>;

/** What every target adapter has to do. `world` makes a new one in which an act takes a while. */
export function targetContract(name: string, world: () => Promise<TargetWorld>): void {
  const act = async ({ open, now, until }: TargetWorld, order: TargetOrder): Promise<TargetAnswer> => {
    let answer: TargetAnswer | undefined = await (await open()).start(order, now());
    while (answer?.state === "running") {
      await until(answer.askAgainAt);
      answer = await (await open()).observe(order.effect, now());
    }
    if (answer === undefined) throw new Error(`${order.effect} was forgotten`);
    return answer;
  };
  const serving = async ({ open, now }: TargetWorld): Promise<unknown> =>
    Object.fromEntries([...(await (await open()).live(now()))].map(([member, { version }]) => [member, version]));

  test(`[E-12] ${name}: a deployed version serves, and the one before is told`, async () => {
    const here = await world();
    expect(await serving(here)).toEqual({});
    expect(await act(here, deploy(1, "1.0.0"))).toMatchObject({ state: "done", deployed: { previous: null } });
    const second = await act(here, deploy(2, "1.1.0"));
    expect(second).toMatchObject({ state: "done", deployed: { ...brought("1.1.0"), previous: "1.0.0" } });
    expect((await (await here.open()).live(here.now())).get("")).toEqual(brought("1.1.0"));
  });

  test(`${name}: an act takes a while, and meanwhile what was there serves`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0"));
    const answer = await (await here.open()).start(deploy(2, "1.1.0"), here.now());
    expect(answer.state).toBe("running");
    expect(await serving(here)).toEqual({ "": "1.0.0" });
    expect(await (await here.open()).observe("effect/2", here.now())).toEqual(answer);
  });

  test(`${name}: the same effect is the same deployment, also after others`, async () => {
    const here = await world();
    const first = await act(here, deploy(1, "1.0.0"));
    await act(here, deploy(2, "1.1.0"));
    expect(await act(here, deploy(1, "1.0.0"))).toEqual(first);
    expect(await act(here, { ...deploy(3, "1.2.0"), effect: "effect/1" })).toEqual(first);
    expect(await serving(here)).toEqual({ "": "1.1.0" });
  });

  test(`${name}: members are deployed one by one`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0", "eu"));
    await act(here, deploy(2, "1.1.0", "us"));
    expect(await serving(here)).toEqual({ eu: "1.0.0", us: "1.1.0" });
  });

  test(`[E-15] ${name}: an order of an older epoch changes nothing`, async () => {
    const here = await world();
    await act(here, deploy(2, "1.1.0"));
    expect((await act(here, deploy(1, "1.0.0"))).state).toBe("fenced");
    expect((await act(here, { ...deploy(1, "1.1.0"), act: "backup" })).state).toBe("fenced");
    expect(await serving(here)).toEqual({ "": "1.1.0" });
  });

  test(`[E-15] ${name}: what runs under an older epoch never comes to its end`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0"));
    const slow = await (await here.open()).start(deploy(2, "1.1.0"), here.now());
    expect(await act(here, deploy(3, "1.2.0"))).toMatchObject({ state: "done", deployed: { previous: "1.0.0" } });
    if (slow.state === "running") await here.until(slow.askAgainAt);
    expect((await (await here.open()).observe("effect/2", here.now()))?.state).toBe("fenced");
    expect(await serving(here)).toEqual({ "": "1.2.0" });
  });

  test(`${name}: an effect that never arrived is not known, and asking for it starts nothing`, async () => {
    const here = await world();
    expect(await (await here.open()).observe("effect/1", here.now())).toBeUndefined();
    expect((await act(here, deploy(1, "1.0.0"))).state).toBe("done");
  });

  test(`${name}: a deployment that fails leaves what serves, and a rollback brings back what was there`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0"));
    expect(await act(here, deploy(2, FAILS))).toMatchObject({ state: "failed" });
    expect(await serving(here)).toEqual({ "": "1.0.0" });
    await act(here, deploy(3, "1.1.0"));
    expect(await act(here, deploy(4, "1.0.0"))).toMatchObject({ state: "done", deployed: { previous: "1.1.0" } });
    expect(await serving(here)).toEqual({ "": "1.0.0" });
  });

  test(`${name}: what is stopped serves no longer, and the others do`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0", "eu"));
    await act(here, deploy(2, "1.0.0", "us"));
    const stop = { effect: "effect/3", epoch: 3, member: "eu", version: "1.0.0", act: "stop" } as const;
    expect((await act(here, stop)).state).toBe("done");
    expect(await serving(here)).toEqual({ us: "1.0.0" });
  });

  test(`[K-09] ${name}: a backup is read back, and nothing is restored that was never taken`, async () => {
    const here = await world();
    const base = { member: "", version: "1.1.0" };
    const taken = await act(here, { ...base, effect: "effect/1", epoch: 1, act: "backup" });
    expect(taken).toMatchObject({ state: "done", backup: { isVerified: true } });
    const backup = ("backup" in taken && taken.backup?.id) || "";
    await act(here, { ...base, effect: "effect/2", epoch: 2, act: "migrate", direction: "forward" });
    const restored = await act(here, { ...base, effect: "effect/3", epoch: 3, act: "restore", backup });
    expect(restored.state).toBe("done");
    const none = await act(here, { ...base, effect: "effect/4", epoch: 4, act: "restore", backup: "none" });
    expect(none.state).toBe("failed");
  });

  test(`[E-17] ${name}: another version than the expected one is a breach`, async () => {
    const here = await world();
    await act(here, deploy(1, "1.0.0"));
    const health = async (version: string) =>
      (await here.open()).health({ expected: new Map([["", version]]), criteria: [] }, here.now());
    expect((await health("1.0.0")).breaches).toEqual([]);
    expect((await health("1.1.0")).breaches).toMatchObject([{ criterion: "version" }]);
  });
}

function deploy(epoch: number, version: string, member = ""): Deploy {
  const { commit, artifacts } = brought(version);
  return { effect: `effect/${epoch}`, epoch, member, version, act: "deploy", commit, artifacts, strategy: null };
}

function brought(version: string) {
  return { version, commit: `commit of ${version}`, artifacts: `sha256:${version}` };
}
