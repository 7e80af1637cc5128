import picomatch from "picomatch";
import { GRAMMAR, type GrammarName } from "../commit/grammar.ts";
import type { Message } from "../commit/message.ts";
import type { RevertPolicy } from "../commit/revert.ts";
import type { SquashStyle } from "../commit/squash.ts";
import { compareBumps, type Bump, type ZeroPolicy } from "../version/bump.ts";

/** One line of the answer to "which change moves which number". Absent conditions match everything. */
export interface Rule {
  /** How plans refer to the rule, for example `angular: feat` or `versioning.rules[2]`. */
  readonly name: string;
  /** Glob over the type. */
  readonly type?: string;
  /** Glob over the scope; a change without a scope has the scope "". */
  readonly scope?: string;
  /** Glob over what stands behind the colon. */
  readonly subject?: string;
  /** Absent means `false`: a rule that does not speak of breaks lowers none. `any` matches with and without a break. */
  readonly breaking?: boolean | "any";
  readonly revert?: boolean;
  readonly bump: Bump;
}

/** How a product reads its history. Own rules are asked first; the preset's only where none of them matches. */
export interface RuleSet {
  readonly preset: string;
  /** Where the choice of the preset comes from, for people: a file name, or `default`. */
  readonly source: string;
  readonly ownRules: readonly Rule[];
  readonly presetRules: readonly Rule[];
  readonly grammar: GrammarName;
  /** Words that start a breaking note, instead of those of the grammar. */
  readonly breakingKeywords?: readonly string[];
  readonly squash: readonly SquashStyle[];
  /** Whether a revert and what it takes back leave a release together, or both count. */
  readonly reverts: RevertPolicy;
  /** What a message that is not conventional counts as. */
  readonly fallback: Bump;
  /** The least a release is once there is any change at all; `none` where changes may release nothing. */
  readonly floor: Bump;
  readonly zero: ZeroPolicy;
  /** The first version of a product without releases. */
  readonly initial: string;
  /** The counter a pre-release channel starts with. */
  readonly firstCounter: number;
}

export interface Ruling {
  readonly bump: Bump;
  readonly rule: string;
}

/** What rules look at. */
type Ruled = Pick<Message, "type" | "scope" | "subject" | "breaking">;

/** A set of rules made fast: each is compiled once, and messages that no rule can tell apart are asked about once. */
export function compileRules(rules: RuleSet): (message: Ruled, isRevert: boolean) => Ruling {
  const rule = strictRules(rules);
  if (rules.ownRules.some(({ subject }) => subject !== undefined)) return rule; // hardly two subjects are the same
  const known = new Map<string, Ruling>();
  const hasScopes = [...rules.ownRules, ...rules.presetRules].some(({ scope }) => scope !== undefined);
  return (message, isRevert) => {
    const { type, scope, breaking } = message;
    const key = `${breaking ? "!" : ""}${isRevert ? "-" : ""}${hasScopes && scope !== null ? `(${scope})` : ""}${type ?? ""}`;
    let ruling = known.get(key);
    if (ruling === undefined) known.set(key, (ruling = rule(message, isRevert)));
    return ruling;
  };
}

function strictRules(rules: RuleSet): (message: Ruled, isRevert: boolean) => Ruling {
  const isTypeExact = GRAMMAR[rules.grammar].isTypeExact;
  const own = rules.ownRules.map((rule) => compile(rule, isTypeExact));
  const preset = rules.presetRules.map((rule) => compile(rule, isTypeExact));
  return (message, isRevert) => {
    const subject = { message, isRevert };
    const ruling = strongest(own, subject) ?? strongest(preset, subject);
    if (ruling !== undefined) return ruling;
    if (message.type === null) return { bump: rules.fallback, rule: "versioning.fallback: not conventional" };
    return { bump: "none", rule: `${rules.preset}: ${message.type} releases nothing` };
  };
}

interface Subject {
  readonly message: Ruled;
  readonly isRevert: boolean;
}

interface CompiledRule {
  readonly ruling: Ruling;
  matches(subject: Subject): boolean;
}

/** A rule that does not speak of breaks never lowers one: a breaking change is only matched by rules that say so. */
function compile(rule: Rule, isTypeExact: boolean): CompiledRule {
  const type = rule.type === undefined ? undefined : matcher(isTypeExact ? rule.type : rule.type.toLowerCase());
  const scope = rule.scope === undefined ? undefined : matcher(rule.scope, { nocase: true, bash: true });
  const subject = rule.subject === undefined ? undefined : matcher(rule.subject, { bash: true });
  return {
    ruling: { bump: rule.bump, rule: rule.name },
    matches: ({ message, isRevert }) =>
      (rule.breaking === "any" || (rule.breaking ?? false) === message.breaking) &&
      (rule.revert === undefined || rule.revert === isRevert) &&
      (type === undefined || (message.type !== null && type(message.type))) &&
      (scope === undefined || (message.scope === null ? rule.scope === "" : scope(message.scope))) &&
      (subject === undefined || subject(message.subject)),
  };
}

/** Nearly every glob is a plain word, and to compare words takes no library. */
function matcher(glob: string, options: { nocase?: boolean; bash?: boolean } = {}): (text: string) => boolean {
  if (!/^[\w-]+$/.test(glob)) return picomatch(glob, options);
  const word = new RegExp(`^${glob}$`, options.nocase === true ? "i" : "");
  return (text) => word.test(text);
}

function strongest(rules: readonly CompiledRule[], subject: Subject): Ruling | undefined {
  let best: Ruling | undefined;
  for (const { ruling, matches } of rules) {
    if ((best === undefined || compareBumps(ruling.bump, best.bump) > 0) && matches(subject)) best = ruling;
  }
  return best;
}
