import { COMPOSES, namesOf, ROOMS, roomOf } from "./rooms.ts";
import { isTestFile, type Reference, type SourceFile, type Violation } from "./source-file.ts";

/** Who imports whom: rooms and packages as scripts/tidy/rooms.ts allows them, and no test code in the program. */
export function checkDirections(file: SourceFile): Violation[] {
  const room = roomOf(file.path);
  if (room === undefined) return [];
  if (ROOMS[room] === undefined)
    return [{ path: file.path, line: 1, message: `belongs to no room: there is no room "${room}"` }];
  return file.references.flatMap((reference) => {
    const message = complaint(file.path, room, reference);
    return message === undefined ? [] : [{ path: file.path, line: reference.line, message }];
  });
}

function complaint(path: string, room: string, { specifier, target }: Reference): string | undefined {
  if (target === undefined) return isTestFile(path) ? undefined : packageComplaint(room, specifier);
  const targetRoom = roomOf(target);
  if (targetRoom === undefined) return outsideComplaint(path, room, target);
  if (isTestFile(target) && !isTestFile(path)) return `the program must not import test code (${target})`;
  if (targetRoom === room || (path === COMPOSES && targetRoom === "compose")) return undefined;
  const allowed = ROOMS[room]!.rooms;
  if (allowed.includes("*") || namesOf(target).some((name) => allowed.includes(name))) return undefined;
  return `${room} must not import ${targetRoom} (${target}); it may import: ${allowed.join(", ") || "nothing"}`;
}

function outsideComplaint(path: string, room: string, target: string): string | undefined {
  if (isTestFile(path)) return undefined;
  const isData = target.endsWith(".json") && ROOMS[room]!.node;
  return isData ? undefined : `${room} must not import a file outside the rooms (${target})`;
}

function packageComplaint(room: string, specifier: string): string | undefined {
  const { packages, node } = ROOMS[room]!;
  if (specifier.startsWith("node:")) return node ? undefined : `${room} must not import ${specifier}`;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (packages.includes("*") || packages.includes(name)) return undefined;
  return `${room} must not import the package ${name}; it may import: ${packages.join(", ") || "none"}`;
}
