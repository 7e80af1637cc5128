import type { Random } from "../random.ts";

/** Random counts in constant time, so that a world costs as much at a million requests as at ten. */

export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Inversion below a mean of 12; above, the transformed rejection of Hörmann (1993), PTRS. */
export function drawPoisson(random: Random, mean: number): number {
  if (!(mean > 0)) return 0;
  if (mean < 12) {
    let probability = Math.exp(-mean);
    let left = random() - probability;
    let count = 0;
    while (left > 0 && count < 1000) {
      count++;
      probability *= mean / count;
      left -= probability;
    }
    return count;
  }
  const root = Math.sqrt(mean);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (left <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** Inversion for few expected events; above, the transformed rejection of Hörmann (1993), BTRD without its squeeze. */
export function drawBinomial(random: Random, trials: number, share: number): number {
  if (trials <= 0 || share <= 0) return 0;
  if (share >= 1) return trials;
  if (share > 0.5) return trials - drawBinomial(random, trials, 1 - share);
  if (trials * share < 12) {
    const odds = share / (1 - share);
    let probability = (1 - share) ** trials;
    let left = random() - probability;
    let count = 0;
    while (left > 0 && count < trials) {
      count++;
      probability *= ((trials - count + 1) / count) * odds;
      left -= probability;
    }
    return count;
  }
  const root = Math.sqrt(trials * share * (1 - share));
  const b = 1.15 + 2.53 * root;
  const a = -0.0873 + 0.0248 * b + 0.01 * share;
  const alpha = (2.83 + 5.1 / b) * root;
  const mode = Math.floor((trials + 1) * share);
  const logOdds = Math.log(share / (1 - share));
  const top = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + trials * share + 0.5);
    if (count < 0 || count > trials) continue;
    const left = Math.log((v * alpha) / (a / (us * us) + b));
    if (left <= top - logFactorial(count) - logFactorial(trials - count) + (count - mode) * logOdds) return count;
  }
}

/** Events in clumps: a Poisson number of clumps with geometric sizes. `size` is the mean size; 1 means no clumps. */
export function drawClumped(random: Random, mean: number, size: number): number {
  const clumps = drawPoisson(random, mean / size);
  if (size === 1) return clumps;
  let events = 0;
  for (let clump = 0; clump < clumps; clump++)
    events += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / size));
  return events;
}

const FACTORIALS = [0];

function logFactorial(count: number): number {
  for (let next = FACTORIALS.length; next <= Math.min(count, 255); next++)
    FACTORIALS.push((FACTORIALS[next - 1] ?? 0) + Math.log(next));
  if (count <= 255) return FACTORIALS[count] ?? 0;
  const x = count + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}
