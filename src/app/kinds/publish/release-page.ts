import * as z from "zod/mini";
import type { Outlet } from "../../../domain/process/outlet.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { Outside, WebAnswer, WebRequest } from "../../outside-ports.ts";

/** What a release page says. */
export interface ReleasePage {
  readonly tag: string;
  readonly title: string;
  readonly text: string;
  readonly signal: AbortSignal;
}

type ForgeOutlet = Extract<Outlet, { channel: "forge" }>;

const WITHIN_MS = 30_000;

/** How a forge is asked: https://docs.github.com/rest/releases, which Gitea follows, and https://docs.gitlab.com/api/releases. */
const FORMS = {
  github: {
    one: (api: string, tag: string) => `${api}/releases/tags/${encodeURIComponent(tag)}`,
    field: "body",
    header: (token: string) => ({ authorization: `Bearer ${token}` }),
    update: "PATCH",
  },
  gitlab: {
    one: (api: string, tag: string) => `${api}/releases/${encodeURIComponent(tag)}`,
    field: "description",
    header: (token: string) => ({ "private-token": token }),
    update: "PUT",
  },
} as const;

const page = z.object({ id: z.optional(z.number()), body: z.nullish(z.string()), description: z.nullish(z.string()) });

/** Makes the release page of a tag, or gives the one there is these words. One that has them already is left alone. */
export async function putReleasePage(
  outside: Outside,
  { api, kind }: ForgeOutlet,
  { tag, title, text, signal }: ReleasePage,
): Promise<readonly string[]> {
  if (outside.forgeToken === undefined) throw new SlipwayError(noToken());
  const { one, field, header, update } = FORMS[kind];
  const headers = { ...header(outside.forgeToken), "content-type": "application/json", accept: "application/json" };
  const ask = (request: Pick<WebRequest, "url" | "method" | "body">): Promise<WebAnswer> =>
    outside.request({ ...request, headers, timeoutMs: WITHIN_MS, signal });
  const there = await ask({ url: one(api, tag), method: "GET" });
  const found = there.answered && there.status === 200 ? readPage(there.body) : undefined;
  if (found !== undefined && found[field] === text) return ["unchanged"];
  if (found === undefined && (!there.answered || there.status !== 404)) throw new SlipwayError(refused(api, there));
  const body = JSON.stringify({ tag_name: tag, name: title, [field]: text });
  const address =
    found === undefined ? `${api}/releases` : kind === "gitlab" ? one(api, tag) : `${api}/releases/${found.id}`;
  const put = await ask({ url: address, method: found === undefined ? "POST" : update, body });
  if (!put.answered || put.status < 200 || put.status > 299) throw new SlipwayError(refused(api, put));
  return [`${put.status}`];
}

function readPage(body: string): z.infer<typeof page> | undefined {
  try {
    const read = page.safeParse(JSON.parse(body));
    return read.success ? read.data : undefined;
  } catch {
    return undefined; // what is no JSON is no page
  }
}

function refused(api: string, answer: WebAnswer): Problem {
  const said = answer.answered ? `answered ${answer.status}` : answer.why;
  return {
    code: "forge",
    kind: "failed",
    found: `${new URL(api).host} ${said}`,
    expected: "a release page that was made",
  };
}

function noToken(): Problem {
  return {
    code: "forge-token",
    kind: "input",
    found: "there is no token for the forge",
    expected: "SLIPWAY_FORGE_TOKEN in the environment: a token that may write releases",
  };
}
