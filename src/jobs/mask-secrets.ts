const NAME_OF_SECRET = /(?:TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|_KEY$|_PAT$|_AUTH$)/i;
const PASSWORD_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i;
/** Shorter values are words that also stand elsewhere. */
const SHORTEST = 6;

type Environment = Readonly<Record<string, string | undefined>>;

/** Values in an environment that nobody should read in a log: by the name of the variable, or passwords in addresses. */
export function secretsOf(environment: Environment): string[] {
  const found = Object.entries(environment).flatMap(([name, value = ""]) =>
    NAME_OF_SECRET.test(name) ? value.split("\n") : (PASSWORD_IN_URL.exec(value)?.[1] ?? []),
  );
  const secrets = found.map((secret) => secret.trim()).filter(({ length }) => length >= SHORTEST);
  return [...new Set(secrets)].toSorted((a, b) => b.length - a.length); // one may be part of another
}

export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
}

/** The same for bytes, whatever their encoding. */
export function maskBytes(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const masked = maskSecrets(
    text,
    secrets.map((secret) => Buffer.from(secret).toString("latin1")),
  );
  return masked === text ? bytes : Buffer.from(masked, "latin1");
}
