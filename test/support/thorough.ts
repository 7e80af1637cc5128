/** Where CI is set, tests that repeat themselves do so more often; elsewhere they leave time for the others. */
export function repeated<T>(inCi: T, elsewhere: T): T {
  return (process.env["CI"] ?? "") === "" ? elsewhere : inCi;
}
