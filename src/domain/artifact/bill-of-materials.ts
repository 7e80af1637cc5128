import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isoSecond } from "../../kernel/iso-second.ts";
import type { Dependency } from "../dependency/dependency.ts";
import { compareBytes } from "./byte-order.ts";
import { packageUrl } from "./package-url.ts";

export interface BillOfMaterials {
  readonly product: string;
  readonly component: string | null;
  readonly version: string;
  /** Full hash of the released commit. */
  readonly commit: string;
  /** Unix seconds recorded for the release. */
  readonly time: number;
  readonly dependencies: readonly Dependency[];
}

/**
 * A software bill of materials in CycloneDX 1.6 (ECMA-424), as one line of canonical JSON: equal input gives equal bytes,
 * the serial number included, which is made from `digest` (SHA-256 in hex) of everything else. Licences and hashes are left
 * out, since lock files of most formats do not tell them; the version of Slipway is, since it changes nothing of what is told.
 */
export function billOfMaterials(bill: BillOfMaterials, digest: (text: string) => string): string {
  const document = cycloneDx(bill);
  const serialNumber = `urn:uuid:${uuid(digest(canonicalJson(document)))}`;
  return `${canonicalJson({ ...document, serialNumber })}\n`;
}

function cycloneDx({ product, component, version, commit, time, dependencies }: BillOfMaterials) {
  const name = component ?? product;
  const root = `${name}@${version}`;
  const parts = distinctParts(dependencies);
  const direct = parts.filter(({ direct }) => direct === true).map(({ reference }) => reference);
  const isTold = dependencies.every((dependency) => dependency.direct !== undefined);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: isoSecond(time),
      tools: { components: [{ type: "application", name: "slipway" }] },
      component: {
        type: "application",
        "bom-ref": root,
        name,
        version,
        ...(component === null ? {} : { group: product }),
        properties: [{ name: "slipway:commit", value: commit }],
      },
    },
    components: parts.map(({ reference, dependency, exact }) => ({
      type: "library",
      "bom-ref": reference,
      ...namesOf(dependency),
      version: dependency.version,
      purl: exact,
    })),
    ...(isTold ? { dependencies: [{ ref: root, dependsOn: direct }] } : {}),
    // Which package asks for which other one is not told, so the graph is known to end at the first step.
    compositions: [{ aggregate: "incomplete", dependencies: [root] }],
  } satisfies Json;
}

interface Part {
  readonly reference: string;
  readonly exact: string;
  readonly dependency: Dependency;
  readonly direct: boolean | undefined;
}

/** One part for each package and version, in the order of their references; asked for directly once is enough. */
function distinctParts(dependencies: readonly Dependency[]): Part[] {
  const parts = new Map<string, Part>();
  for (const dependency of dependencies) {
    const exact = packageUrl(dependency);
    const reference = exact.includes("@", exact.lastIndexOf("/")) ? exact : `${exact}@${dependency.version}`;
    const direct = dependency.direct === true || parts.get(reference)?.direct === true || dependency.direct;
    parts.set(reference, { reference, exact, dependency, direct });
  }
  return [...parts.values()].toSorted((a, b) => compareBytes(a.reference, b.reference));
}

function namesOf({ ecosystem, name }: Dependency): { group?: string; name: string } {
  const cut = ecosystem === "maven" ? name.indexOf(":") : ecosystem === "npm" ? name.lastIndexOf("/") : -1;
  return cut === -1 ? { name } : { group: name.slice(0, cut), name: name.slice(cut + 1) };
}

/** Version 8 of RFC 9562: 122 bits of our own making. */
function uuid(hex: string): string {
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}
