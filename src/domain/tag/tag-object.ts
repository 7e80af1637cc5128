/** An annotated tag as git stores it (gitformat: header lines, blank line, message, signature). */
export interface TagObject {
  /** The object it points at. */
  readonly target: string;
  readonly type: string;
  /** The name inside the object. The name of the ref is no part of what is hashed and signed, so the two may differ. */
  readonly name: string;
  readonly tagger: string;
  readonly message: string;
  readonly signature: "ssh" | "openpgp" | "x509" | null;
}

const SIGNATURE = /^-----BEGIN (SSH SIGNATURE|PGP SIGNATURE|PGP MESSAGE|SIGNED MESSAGE)-----$/m;

export function parseTagObject(text: string): TagObject {
  const blank = text.indexOf("\n\n");
  const headers = text.slice(0, blank === -1 ? undefined : blank).split("\n");
  const body = blank === -1 ? "" : text.slice(blank + 2);
  const header = (name: string): string =>
    headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
  const signature = SIGNATURE.exec(body);
  return {
    target: header("object"),
    type: header("type"),
    name: header("tag"),
    tagger: header("tagger"),
    message: signature === null ? body : body.slice(0, signature.index),
    signature: signature === null ? null : kindOf(signature[1]!),
  };
}

function kindOf(armour: string): NonNullable<TagObject["signature"]> {
  if (armour.startsWith("SSH")) return "ssh";
  return armour.startsWith("PGP") ? "openpgp" : "x509";
}
