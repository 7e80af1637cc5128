import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { witnessCheckpoints, type WitnessReply } from "../../app/audit/witness-checkpoints.ts";
import { formatVerifierKey } from "../../domain/merkle/verifier-key.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { readVerifierKey } from "./log-source.ts";
import { wholeNumber } from "./whole-number.ts";

const BODY_MAX = 1 << 16;

/** `audit witness`: a small server that cosigns the checkpoints of one log as long as they only grow. */
export async function witness(call: Call, folder = ""): Promise<ExitCode> {
  const [name, log] = [call.text("name"), call.text("key")];
  if (name === undefined || log === undefined) throw new SlipwayError(incomplete());
  const [host, port] = addressOf(call.text("listen") ?? "127.0.0.1:8420");
  const logs = await call.services.logs();
  const trusted = [await readVerifierKey(logs.crypto, log)];
  const signer = await logs.witnessKey(folder, name);
  const { crypto } = logs;
  const { clock } = call.services;
  const answer = witnessCheckpoints({ crypto, signer, trusted, files: logs.exported(folder), now: () => clock.now() });
  const server = serve(answer, call.output.warn);
  await listen(server, host, port);
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const key = formatVerifierKey(crypto.hash, signer.key);
  if (call.json) call.output.document({ url, key });
  else call.output.answer(`witness of ${trusted[0]!.name} at ${url}\nkey: ${key}`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  server.close();
  server.closeAllConnections();
  return EXIT.done;
}

function serve(answer: (body: Uint8Array) => Promise<WitnessReply>, warn: (text: string) => void): Server {
  return createServer((request, response) => {
    reply(request, answer)
      .catch((error: unknown): WitnessReply => {
        warn(error instanceof Error ? error.message : String(error));
        return { status: 500, type: "text/plain", body: "the witness cannot answer now\n" };
      })
      .then(({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body))
      .catch(() => response.destroy());
  });
}

async function reply(
  request: IncomingMessage,
  answer: (body: Uint8Array) => Promise<WitnessReply>,
): Promise<WitnessReply> {
  if (request.url !== "/add-checkpoint") return { status: 404, type: "text/plain", body: "POST /add-checkpoint\n" };
  if (request.method !== "POST") return { status: 405, type: "text/plain", body: "POST /add-checkpoint\n" };
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MAX) return { status: 413, type: "text/plain", body: `at most ${BODY_MAX} bytes\n` };
    parts.push(part);
  }
  return answer(Buffer.concat(parts));
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, "listening").catch((error: unknown) => {
    throw new SlipwayError(
      {
        code: "address-unusable",
        kind: "input",
        found: `nothing can listen at ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`,
        expected: "an address of this machine with a free port",
        action: "name another one with --listen",
      },
      { cause: error },
    );
  });
}

function addressOf(text: string): [host: string, port: number] {
  const at = text.lastIndexOf(":");
  const port = wholeNumber("the port of --listen", text.slice(at + 1), { most: 65_535 }) ?? 0;
  return [at > 0 ? text.slice(0, at).replaceAll(/[[\]]/g, "") : "127.0.0.1", port];
}

function incomplete() {
  return {
    code: "wrong-arguments",
    kind: "input" as const,
    found: "`slipway audit witness` needs a name of its own and the key of the log",
    expected: "slipway audit witness DIR --name NAME --key KEY",
    action: "the name becomes part of the key of the witness; `slipway audit key` prints that of the log",
  };
}
