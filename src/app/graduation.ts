import type { Product } from "../config/product.ts";
import type { Plan } from "../domain/plan/plan.ts";
import { graduationGates } from "../domain/version-gate/graduation.ts";
import { isGraduation } from "../domain/version-gate/version-gates.ts";
import { versionOf } from "../domain/version/version.ts";
import type { Repository } from "./ports.ts";

/** A plan that leaves 0.x behind warns of every condition of 1.0.0 that is still open (V-09). */
export async function withGraduation(repository: Repository, product: Product, plan: Plan): Promise<Plan> {
  const paths = product.gates.graduation;
  const version = plan.next === null ? undefined : versionOf(plan.next);
  const stable = plan.current === null ? undefined : versionOf(plan.current.version);
  if (paths === null || version === undefined || !isGraduation({ version, stable })) return plan;
  const files = await repository.files(plan.to, [...paths.values()]);
  const texts = new Map([...files].map(([path, content]) => [path, content.toString()]));
  const open = graduationGates(paths, texts).filter(({ state }) => state === "open");
  const warnings = open.map(
    ({ id, title, evidence }) => `${plan.next} cannot be tagged yet: ${id}, "${title}": ${evidence}`,
  );
  return { ...plan, warnings: [...plan.warnings, ...warnings] };
}
