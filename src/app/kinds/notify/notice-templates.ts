/** What a text may name in braces. */
export const NOTICE_PLACES = [
  "product",
  "version",
  "type",
  "release",
  "environment",
  "previous",
  "reason",
  "to",
] as const;
export type NoticeValues = Readonly<Record<(typeof NOTICE_PLACES)[number], string>>;

/**
 * The texts for the moments of a release (S-02, S-10, K-13), subject first. A place for which nothing is known is told as
 * such, so every sentence has to hold with "not recorded" in it.
 */
export const NOTICE_TEMPLATES: Readonly<Record<string, string>> = {
  planned:
    "{product} {version} is planned\nA {type} release of {product} is being prepared: {version}. It is followed as {release}.",
  "date-notice":
    "{product} {version} has a date\n{product} {version} ({type}) is going to be deployed. Reason or date: {reason}.",
  freeze:
    "{product}: freeze for {version}\nFrom now on only approved changes go into {product} {version}. Reason: {reason}.",
  "deployment-start":
    "{product} {version} is being deployed\nThe deployment of {product} {version} ({type}) to {environment} begins now. Until its end is announced, short interruptions are possible.",
  progress: "{product} {version}: where it stands\n{product} {version} is under way in {environment}. {reason}.",
  release:
    "{product} {version} is released\n{product} {version} ({type}) is available. What changed stands in its changelog and notes.",
  hotfix:
    "{product} {version} fixes an urgent fault\nThe hotfix {version} of {product} is available. Reason: {reason}.",
  documentation:
    "{product} {version}: documentation\nThe documentation of {product} {version} ({type}) is ready to be published.",
  rejection: "{product} {version} was turned down\nThe release {release} does not go on. Reason: {reason}.",
  deferral: "{product} {version} was put off\nThe release {release} waits. Reason: {reason}.",
  rollback:
    "{product} {version} was rolled back\n{product} in {environment} left {version}; the version before it was {previous}. Reason: {reason}.",
  "on-call":
    "{product} {version} needs somebody now\nSomething went wrong with {product} {version} in {environment}, and the process does not go on by itself. Reason: {reason}.",
  "known-issue": "{product} {version} has a known issue\nIn {product} {version}: {reason}.",
  retrospective:
    "{product} {version}: looking back\nThe release {release} is over. Bring what went well, and what did not, to the retrospective.",
  reminder: "{product} {version} waits for {to}\nA step of {release} waits. {reason}",
};
