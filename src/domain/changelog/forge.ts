/** Addresses of a repository on its forge. */
export interface Forge {
  /** `https://host/owner/name`, without a slash at the end. */
  readonly url: string;
  commit(hash: string): string;
  pullRequest(number: number): string;
  /** A file as it was at a tag. */
  file(revision: string, path: string): string;
  /** Address of an issue written as `#12` or `owner/name#7`; absent for other trackers' keys. */
  issue(reference: string): string | undefined;
}

const FORMS = {
  github: { commit: "/commit/", pull: "/pull/", issue: "/issues/", file: "/blob/" },
  gitea: { commit: "/commit/", pull: "/pulls/", issue: "/issues/", file: "/src/tag/" },
  gitlab: { commit: "/-/commit/", pull: "/-/merge_requests/", issue: "/-/issues/", file: "/-/blob/" },
  bitbucket: { commit: "/commits/", pull: "/pull-requests/", issue: "/issues/", file: "/src/" },
} as const;

/** The forge behind a remote address; absent for files, other protocols and hosts without an owner and a name. */
export function forgeOf(remote: string | undefined): Forge | undefined {
  const found = remote === undefined ? undefined : hostAndPath(remote.trim());
  if (found === undefined) return undefined;
  const form = FORMS[kindOf(found.host)];
  const url = `https://${found.host}/${found.path}`;
  return {
    url,
    commit: (hash) => `${url}${form.commit}${hash}`,
    pullRequest: (number) => `${url}${form.pull}${number}`,
    file: (revision, path) => `${url}${form.file}${revision}/${path}`,
    issue: (reference) => {
      const parts = /^([\w.-]+\/[\w.-]+)?#(\d+)$/.exec(reference);
      if (parts === null) return undefined;
      const base = parts[1] === undefined ? url : `https://${found.host}/${parts[1]}`;
      return `${base}${form.issue}${parts[2]}`;
    },
  };
}

/** Reads `https://`, `ssh://`, `git://` and `git@host:path` addresses. Names and secrets of users are dropped. */
function hostAndPath(remote: string): { host: string; path: string } | undefined {
  const groups = (
    /^(?:https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^@/\s]*@)?(?<host>[\w.-]+)(?<port>:\d+)?\/(?<path>[^\s?#]+)$/i.exec(
      remote,
    ) ?? /^(?:[\w.-]+@)?(?<host>[\w-]+(?:\.[\w-]+)+):(?<path>[^\s\\]+)$/.exec(remote)
  )?.groups;
  const path = groups?.["path"]
    ?.replace(/^\/+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
  if (groups === undefined || path === undefined || !path.includes("/")) return undefined;
  const port = /^https/i.test(remote) ? (groups["port"] ?? "") : "";
  return { host: `${groups["host"]!.toLowerCase()}${port}`, path };
}

function kindOf(host: string): keyof typeof FORMS {
  if (host.includes("gitlab")) return "gitlab";
  if (host.includes("bitbucket")) return "bitbucket";
  return /gitea|forgejo|codeberg/.test(host) ? "gitea" : "github";
}
