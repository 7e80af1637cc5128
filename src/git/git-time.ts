const YEAR_10000 = 253_402_300_800;

/** Unix seconds as git prints them; 0, as git itself shows it, for a date that nobody can read or that is beyond any year. */
export function gitTime(text: string): number {
  const seconds = Number(text);
  return seconds < YEAR_10000 ? seconds : 0;
}
