import { readProcessDocument } from "../../config/process-document.ts";
import type { Compared } from "../../domain/process/difference.ts";
import type { Process } from "../../domain/process/process.ts";
import { currentProcess, type ProductState } from "../../domain/product/product-state.ts";
import type { BlobStore } from "../ledger-ports.ts";

/** Processes as they were registered, by their digest. Each is read once. */
export function openProcesses(blobs: Pick<BlobStore, "read">): (digest: string) => Promise<Process> {
  const known = new Map<string, Promise<Process>>();
  return (digest) => {
    const reading = known.get(digest) ?? readRegistered(blobs, digest).then(({ process }) => process);
    known.set(digest, reading);
    return reading;
  };
}

/** A process as it was registered, with the document it follows from. */
export async function readRegistered(blobs: Pick<BlobStore, "read">, digest: string): Promise<Compared> {
  return readProcessDocument(new TextDecoder().decode(await blobs.read(digest)));
}

/** The process whose rules hold now: the approved one; while there is none, that of the working tree. */
export async function processInForce(
  blobs: Pick<BlobStore, "read">,
  product: ProductState,
  working: Process,
): Promise<Process> {
  const current = currentProcess(product);
  return current === undefined ? working : openProcesses(blobs)(current.digest);
}
