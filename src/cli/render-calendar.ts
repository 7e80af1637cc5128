import type { CalendarView, FreezeView } from "../app/calendar/show-calendar.ts";

/** The calendar of a product as people read it. */
export function renderCalendar({ at, environments, freezes, types }: CalendarView): string {
  const standing = freezes.filter(({ lifted }) => lifted === null);
  return [
    `at ${at}`,
    ...environments.flatMap(({ name, open, obstacles, passed, opensLocal }) => [
      `${open ? "open  " : "closed"}  ${name}`,
      ...obstacles.map((found) => `        ${found}`),
      ...passed.map((found) => `        passed by: ${found}`),
      ...(open ? [] : [`        opens ${opensLocal ?? "not within a year"}`]),
    ]),
    ...(environments.length === 0 ? ["no environments are configured"] : []),
    ...(standing.length === 0 ? [] : [renderFreezes(standing)]),
    ...types.flatMap(({ type, ignores, every, dates }) => [
      `type    ${type}${every === null ? ", as needed" : `, ${every}`}${ignores.length === 0 ? "" : `, passes by ${ignores.join(" and ")}`}`,
      ...dates.map(({ day, movedTo, reason, opensLocal }) => {
        const moved = movedTo === null ? "" : ` moved to ${movedTo} (${reason})`;
        return `        ${day}${moved}: ${opensLocal ?? "production does not open that day"}`;
      }),
    ]),
  ].join("\n");
}

export function renderFreezes(freezes: readonly FreezeView[]): string {
  return freezes
    .map(({ freeze, from, until, zone, environments, reason, by, lifted }) => {
      const where = environments === "all" ? "every environment" : environments.join(", ");
      const end = lifted === null ? "" : `\n        lifted ${lifted.at} by ${lifted.by}: ${lifted.reason}`;
      return `freeze  ${freeze}: ${where}, from ${from} until ${until} ${zone}\n        set by ${by}: ${reason}${end}`;
    })
    .join("\n");
}
