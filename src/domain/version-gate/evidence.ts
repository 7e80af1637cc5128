const PLACEHOLDER = /\{\{[^}\n]*\}\}|\b(?:TBD|TODO|FIXME)\b|^[ \t]*[-*+] \[ \].*$/m;

/** Why a document proves nothing yet; absent when it may count. An unticked box is as open as a placeholder. */
export function evidenceFault(text: string | undefined): string | undefined {
  if (text === undefined) return "does not exist at this commit";
  if (text.trim() === "") return "is empty";
  const placeholder = PLACEHOLDER.exec(text);
  return placeholder === null ? undefined : `is not finished: it says "${placeholder[0].trim().slice(0, 80)}"`;
}
