/** Numbers in [0, 1), the same ones for the same seed on every machine. */
export type Random = () => number;

/**
 * sfc32 of PractRand (Chris Doty-Humphrey): 128 bits of state, passes its test suite, a handful of integer operations.
 * The seed is stirred in by the first twelve rounds. Not for secrets.
 */
export function seededRandom(seed: number): Random {
  let a = seed | 0;
  let b = (seed / 0x1_0000_0000) | 0;
  let c = 0x9e37_79b9;
  let counter = 1;
  const next: Random = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}
