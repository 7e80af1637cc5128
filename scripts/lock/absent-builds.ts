/** The parts of a package-lock.json of version 3 that matter here. Keys of `packages` are places: `node_modules/…`. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage extends Partial<Platform> {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Platform {
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc?: readonly string[];
}

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const EXACT = /^\d+\.\d+\.\d+$/;

/**
 * The optional packages that locked packages name by exact version but the lock file does not hold, each as the entry
 * that makes npm skip it on other platforms. Such packages carry their platform in their name, as in
 * `@x/binding-linux-arm64-musl`; one that names no platform is left to npm.
 */
export function absentBuilds({ packages }: LockFile): Record<string, LockedPackage> {
  const absent: Record<string, LockedPackage> = {};
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      if (platform === undefined || !EXACT.test(version) || isLocked(packages, place, name, version)) continue;
      const beside = place.slice(0, place.lastIndexOf("node_modules/"));
      const { cpu, libc, os } = platform;
      const entry = { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os }; // as npm sorts
      absent[`${beside}node_modules/${name}`] = entry;
    }
  }
  return absent;
}

/** Whether a package resolves from a place, as Node does: in its own folder, then in every folder above. */
function isLocked(packages: LockFile["packages"], place: string, name: string, version: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const found = packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (found !== undefined) return found.version === version;
    if (folder === "") return false;
  }
}

function platformOf(name: string): Platform | undefined {
  const words = name.slice(name.indexOf("/") + 1).split("-");
  const at = words.findIndex((word) => SYSTEMS.includes(word));
  const [system, cpu, abi] = words.slice(at === -1 ? words.length : at);
  if (system === undefined || cpu === undefined) return undefined;
  const libc = system !== "linux" || abi === undefined ? undefined : abi.startsWith("musl") ? "musl" : "glibc";
  return { cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }), os: [system] };
}
