/** What a stored body is, because that decides how long it is kept. */
export const RETENTION_CLASSES = ["record", "test-result", "log"] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

const DAY_MS = 86_400_000;

/** Days that bodies are kept at least; `null` for ever. Test results for two years, as auditors ask for them that long. */
const DAYS: Readonly<Record<RetentionClass, number | null>> = { record: null, "test-result": 731, log: 90 };

/** Until when a body has to be kept that was stored at a time, both in Unix milliseconds; `null` for ever. */
export function keepUntil(kind: RetentionClass, storedMs: number): number | null {
  const days = DAYS[kind];
  return days === null ? null : storedMs + days * DAY_MS;
}

/** Whether a body may go. No role and no reason changes the answer. */
export function mayBeDeleted(untilMs: number | null, nowMs: number): boolean {
  return untilMs !== null && untilMs <= nowMs;
}
