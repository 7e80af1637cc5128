import manifest from "../../package.json" with { type: "json" };

/** The version of Slipway itself. */
export const VERSION: string = manifest.version;
