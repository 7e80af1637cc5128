/** Somewhere that release notes are published (N-08). */
export type Outlet = { readonly name: string; readonly format: OutletFormat } & (
  | { readonly channel: "file"; readonly file: string }
  | { readonly channel: "folder"; readonly folder: string }
  | { readonly channel: "webhook"; readonly url: string }
  | { readonly channel: "mail"; readonly to: readonly string[]; readonly from: string; readonly command: string }
);

export const OUTLET_FORMATS = ["md", "html"] as const;
export type OutletFormat = (typeof OUTLET_FORMATS)[number];
