import { SlipwayError } from "../kernel/problem.ts";

/**
 * SLIPWAY_WEBHOOK_SECRET, the key webhooks are signed with, as the Standard Webhooks specification writes it: `whsec_` and
 * base64 of 24 to 64 bytes. Absent when it is not set.
 */
export function webhookKey(environment: Readonly<Record<string, string | undefined>>): Uint8Array | undefined {
  const text = environment["SLIPWAY_WEBHOOK_SECRET"]?.trim() ?? "";
  if (text === "") return undefined;
  const encoded = text.replace(/^whsec_/, "");
  const key = Buffer.from(encoded, "base64");
  const isBase64 = /^[A-Za-z0-9+/]+=*$/.test(encoded);
  if (isBase64 && key.length >= 24 && key.length <= 64) return key;
  throw new SlipwayError({
    code: "webhook-secret",
    kind: "input",
    found: `SLIPWAY_WEBHOOK_SECRET is no key: ${isBase64 ? `it has ${key.length} bytes` : "it is not base64"}`,
    expected: "`whsec_` and base64 of 24 to 64 random bytes",
    action: 'make one: echo "whsec_$(openssl rand -base64 32)"',
  });
}
