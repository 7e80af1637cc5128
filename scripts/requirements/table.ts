/** How far a requirement is met; docs/requirements.md explains the words. */
const STATES = ["done", "partly", "planned"] as const;
export type State = (typeof STATES)[number];

export interface Requirement {
  readonly id: string;
  readonly state: State;
  readonly line: number;
}

export interface Fault {
  readonly line: number;
  readonly message: string;
}

interface Section {
  readonly group: string;
  /** How many rows its heading promises, so that a row cannot get lost at the end. */
  readonly promised: number;
  readonly line: number;
  rows: number;
}

const HEADING = /^## ([A-Z]{1,2})\. \S.* \((\d+)\)$/;
const ROW = /^\| ([A-Z]{1,2}-\d{2}) \| ([^|\s](?:[^|]*[^|\s])?) \| (\S+) \|$/;

/**
 * Reads docs/requirements.md: a section per group, `## V. Versioning (17)`, with one row per id,
 * `| V-01 | one line | state |`, counted from 01 without a gap.
 */
export function readTable(text: string): { requirements: Requirement[]; faults: Fault[] } {
  const requirements: Requirement[] = [];
  const faults: Fault[] = [];
  const sections: Section[] = [];
  let section: Section | undefined;
  for (const [index, content] of text.split("\n").entries()) {
    const line = index + 1;
    if (content.startsWith("## ")) {
      section = readHeading(content, line);
      if (section !== undefined) sections.push(section);
    } else if (section !== undefined && content.startsWith("|") && !isHead(content)) {
      section.rows += 1;
      const row = readRow(content, section, line);
      if (typeof row === "string") faults.push({ line, message: row });
      else requirements.push(row);
    }
  }
  return { requirements, faults: [...faults, ...sectionFaults(sections)] };
}

export function countStates(requirements: readonly Requirement[]): string {
  return STATES.map((state) => `${requirements.filter((each) => each.state === state).length} ${state}`).join(", ");
}

function readHeading(content: string, line: number): Section | undefined {
  const [, group, promised] = HEADING.exec(content) ?? [];
  return group === undefined ? undefined : { group, promised: Number(promised), line, rows: 0 };
}

function readRow(content: string, { group, rows }: Section, line: number): Requirement | string {
  const [, id, , state] = ROW.exec(content) ?? [];
  if (id === undefined || state === undefined) return "a row must read `| ID | one line | state |`";
  const expected = `${group}-${String(rows).padStart(2, "0")}`;
  if (id !== expected) return `${id} stands where ${expected} was expected`;
  return isState(state) ? { id, state, line } : `${id}: unknown state "${state}"; expected ${STATES.join(", ")}`;
}

function sectionFaults(sections: readonly Section[]): Fault[] {
  const groups = sections.map(({ group }) => group);
  return sections.flatMap(({ group, promised, rows, line }, index) => [
    ...(groups.indexOf(group) < index ? [{ line, message: `a second section for group ${group}` }] : []),
    ...(rows === promised ? [] : [{ line, message: `group ${group} has ${rows} rows; its heading says ${promised}` }]),
  ]);
}

function isHead(content: string): boolean {
  return content === "| id | what | state |" || /^\|[-| ]+\|$/.test(content);
}

function isState(text: string): text is State {
  return STATES.some((state) => state === text);
}
