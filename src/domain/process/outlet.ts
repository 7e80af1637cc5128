/** Somewhere that release notes are published (N-08). */
export type Outlet = { readonly name: string; readonly format: OutletFormat } & (
  | { readonly channel: "file"; readonly file: string }
  | { readonly channel: "folder"; readonly folder: string }
  | { readonly channel: "webhook"; readonly url: string }
  | { readonly channel: "forge"; readonly kind: ForgeKind; readonly api: string }
  | { readonly channel: "mail"; readonly to: readonly string[]; readonly from: string; readonly command: string }
);

/** Whose interface a forge has: that of GitHub, which Gitea and Forgejo share, or that of GitLab. */
export const FORGE_KINDS = ["github", "gitlab"] as const;
export type ForgeKind = (typeof FORGE_KINDS)[number];

export const OUTLET_FORMATS = ["md", "html"] as const;
export type OutletFormat = (typeof OUTLET_FORMATS)[number];
