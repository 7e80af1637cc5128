/** What can be done to an environment. */
export const TARGET_ACTS = ["deploy", "migrate", "backup", "restore", "stop"] as const;
export type TargetAct = (typeof TARGET_ACTS)[number];
