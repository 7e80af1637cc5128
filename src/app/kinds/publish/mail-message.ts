/** What a mail is made of. */
export interface Mail {
  /** The same id is the same mail, however often it is sent. */
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** `text/plain` or `text/html`. */
  readonly type: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A message as RFC 5322 has it, which `sendmail -t` takes: header fields in ASCII (RFC 2047), the body in base64. */
export function mailMessage({ id, from, to, subject, text, type, at }: Mail): string {
  const domain = from.slice(from.indexOf("@") + 1);
  const body = Buffer.from(text, "utf8").toString("base64");
  return [
    `From: ${from}`,
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${id}@${domain}>`,
    "MIME-Version: 1.0",
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(body.match(/.{1,76}/g) ?? []),
    "",
  ].join("\r\n");
}

/** A text of plain ASCII stays as it is; another one becomes words of at most 75 characters, none of which cuts a letter. */
function encodedWords(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (/^[ -~]*$/.test(line) && line.length <= 900) return line;
  const words: string[] = [""];
  for (const letter of line) {
    const longer = `${words.at(-1)}${letter}`;
    if (Buffer.byteLength(longer, "utf8") <= 42) words[words.length - 1] = longer;
    else words.push(letter);
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word, "utf8").toString("base64")}?=`).join("\r\n ");
}
