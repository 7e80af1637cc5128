import { expect, test } from "vitest";
import { productOf } from "../support/release-driver.ts";

const YAML = `extends: molecular
product: Atlas
environments:
  staging: { tier: staging, target: simulated }
  production: { tier: production, target: simulated }
`;
const atlas = productOf({ yaml: YAML });

test("[Z-04, B-15, A-13] a feature release", () => {
  const product = atlas();
  product.repository.commit("feat: bell", { "bell.txt": "ring\n" });
  const release = product.start("feature");
  release.fill("docs");
  release.fill("rollback-plan");
  console.log(release.steps(), release.whyCodes());
  release.approve("review");
  console.log(release.steps(), release.whyCodes());
  release.fill("uat", {}, { role: "stakeholder" });
  release.approve("uat", { role: "product-owner" });
  release.approve("product-owner");
  release.approve("qa");
  release.approve("security");
  release.approve("stakeholders");
  release.fill("go");
  console.log(release.steps(), release.whyCodes());
  product.verifyLog();
});
