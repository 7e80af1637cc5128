import { PRODUCT_EVENT_TYPES, productEvent } from "../../contract/product-event.ts";
import { evolve, evolveAll } from "../../domain/product/evolve.ts";
import type { NumberOf, ProductEvent } from "../../domain/product/product-event.ts";
import { currentProcess, EMPTY_PRODUCT, type ProductState } from "../../domain/product/product-state.ts";
import type { Description, StreamKind } from "./stream-kind.ts";

/** The streams `product/PRODUCT`: versions of the process, and which numbers are used. */
export const PRODUCT_STREAM: StreamKind<ProductState, ProductEvent> = {
  name: "product",
  empty: EMPTY_PRODUCT,
  schema: productEvent,
  types: PRODUCT_EVENT_TYPES,
  evolve,
  evolveAll,
  describe,
};

function describe(event: ProductEvent, before: ProductState): Description {
  switch (event.type) {
    case "process-proposed": {
      const { digest, path, commit, authors } = event;
      return { action: "propose process", object: processObject(digest), old: null, new: { path, commit, authors } };
    }
    case "process-approved": {
      const { digest, reason } = event;
      const old = currentProcess(before)?.digest ?? null;
      const said = reason === null ? {} : { reason };
      return { action: "approve process", object: processObject(digest), old, new: digest, ...said };
    }
    case "process-withdrawn": {
      const { digest, reason } = event;
      const old = before.processes.get(digest)?.state ?? null;
      return { action: "withdraw", object: processObject(digest), old, new: "withdrawn", reason };
    }
    case "number-reserved":
      return { action: "reserve number", object: numberObject(event), old: null, new: event.release };
    case "number-freed":
      return {
        action: "free number",
        object: numberObject(event),
        old: event.release,
        new: null,
        reason: event.reason,
      };
    case "branch-excepted": {
      const { branch, commit, reason } = event;
      return { action: "except", object: { kind: "branch", id: branch }, old: null, new: commit, reason };
    }
    case "number-burned":
      return { action: "use number", object: numberObject(event), old: "reserved", new: "used" };
  }
}

function processObject(id: string): NonNullable<Description["object"]> {
  return { kind: "process", id };
}

function numberObject({ version, component }: NumberOf): NonNullable<Description["object"]> {
  return { kind: "number", id: component === null ? version : `${component}@${version}` };
}
