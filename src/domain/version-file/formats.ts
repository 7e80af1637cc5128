/** The kinds of files whose version can be found. Apart from the readers, so that configuration does not load them. */
export const VERSION_FILE_FORMATS = ["json", "toml", "yaml", "python", "pattern"] as const;
export type VersionFileFormat = (typeof VERSION_FILE_FORMATS)[number];
