import { expect, test } from "vitest";
import { dependencyReader } from "./read-dependencies.ts";

function read(files: Readonly<Record<string, string>>): string[] {
  return dependencyReader
    .read(new Map(Object.entries(files)))
    .map(
      ({ ecosystem, name, version, direct }) => `${ecosystem} ${name} ${version}${direct === true ? " direct" : ""}`,
    );
}

test("[R-03] npm: locks of every version, aliases, own packages, and ranges where there is no lock", () => {
  const packages = {
    "": { dependencies: { a: "^1", x: "npm:real@1" }, devDependencies: { "@s/b": "2" } },
    "packages/own": { version: "1.0.0" },
    "node_modules/own": { link: true, resolved: "packages/own" },
    "node_modules/a": { version: "1.2.3" },
    "node_modules/a/node_modules/@s/b": { version: "1.0.0" },
    "node_modules/@s/b": { version: "2.0.0", dev: true },
    "node_modules/x": { name: "real", version: "1.0.0" },
  };
  const lock = JSON.stringify({ lockfileVersion: 3, packages });
  const found = ["npm a 1.2.3 direct", "npm @s/b 1.0.0", "npm @s/b 2.0.0 direct", "npm real 1.0.0 direct"];
  expect(read({ "package-lock.json": lock, "package.json": '{"dependencies":{"a":"^1"}}' })).toEqual(found);
  const old = JSON.stringify({ dependencies: { a: { version: "1.0.0", dependencies: { b: { version: "2.0.0" } } } } });
  expect(read({ "npm-shrinkwrap.json": old })).toEqual(["npm a 1.0.0", "npm b 2.0.0"]);
  expect(read({ "package.json": '{"dependencies":{"a":"^1"},"devDependencies":{"b":"2"}}' })).toEqual([
    "npm a ^1 direct",
    "npm b 2 direct",
  ]);
});

test("[R-03] Python: requirements, poetry.lock, uv.lock and pyproject.toml", () => {
  const text = `# tools\n-r base.txt\nDjango_Rest==3.1 ; python_version > "3"\nflask[async]>=2,<3 # web\nnumpy\nx @ https://example.org/x.zip\n./local\nh==1 \\\n  --hash=sha256:aa\n`;
  expect(read({ "requirements-dev.txt": text })).toEqual([
    "pypi django-rest 3.1 direct",
    "pypi flask >=2,<3 direct",
    "pypi numpy  direct",
    "pypi x @https://example.org/x.zip direct",
    "pypi h 1 direct",
  ]);
  expect(read({ "poetry.lock": '[[package]]\nname = "A.b"\nversion = "1.0"\n', "pyproject.toml": "" })).toEqual([
    "pypi a-b 1.0",
  ]);
  const uv = `version = 1\n[[package]]\nname = "lift"\nsource = { editable = "." }\ndependencies = [{ name = "a" }]\n[[package]]\nname = "a"\nversion = "1.0"\nsource = { registry = "r" }\n[[package]]\nname = "b"\nversion = "2.0"\nsource = { registry = "r" }\n`;
  expect(read({ "uv.lock": uv })).toEqual(["pypi a 1.0 direct", "pypi b 2.0"]);
  const project = `[project]\ndependencies = ["a==1.0", "b>2"]\n[dependency-groups]\ndev = ["c", { include-group = "x" }]\n[tool.poetry.dependencies]\npython = "^3"\nd = "^4"\ne = { version = "5", extras = ["x"] }\n`;
  expect(read({ "pyproject.toml": project })).toEqual([
    "pypi a 1.0 direct",
    "pypi b >2 direct",
    "pypi c  direct",
    "pypi d ^4 direct",
    "pypi e 5 direct",
  ]);
});

test("[R-03] Go: single requires, blocks, indirect ones; replace and exclude are none", () => {
  const text = `module example.org/lift\n\ngo 1.24\n\nrequire example.org/a v1.0.0\n\nrequire (\n\texample.org/b/v2 v2.1.0\n\texample.org/c v0.0.0-20260101000000-abcdef // indirect\n)\n\nexclude example.org/d v1.0.0\nreplace (\n\texample.org/e v1.0.0\n)\n`;
  expect(read({ "go.mod": text })).toEqual([
    "golang example.org/a v1.0.0 direct",
    "golang example.org/b/v2 v2.1.0 direct",
    "golang example.org/c v0.0.0-20260101000000-abcdef",
  ]);
});

test("[R-03] Cargo: the lock of a workspace, and tables without one", () => {
  const lock = `version = 4\n[[package]]\nname = "lift"\nversion = "0.1.0"\ndependencies = ["a", "b 2.0.0"]\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+x"\n[[package]]\nname = "b"\nversion = "1.0.0"\nsource = "registry+x"\n[[package]]\nname = "b"\nversion = "2.0.0"\nsource = "registry+x"\n`;
  const toml = `[dependencies]\na = "1"\nown = { path = "../own" }\nr = { package = "real", version = "2" }\n[target.'cfg(unix)'.dependencies]\nu = "3"\n`;
  expect(read({ "Cargo.lock": lock, "crates/x/Cargo.toml": toml })).toEqual([
    "cargo a 1.0.0 direct",
    "cargo b 1.0.0",
    "cargo b 2.0.0 direct",
  ]);
  expect(read({ "Cargo.toml": toml })).toEqual(["cargo a 1 direct", "cargo real 2 direct", "cargo u 3 direct"]);
});

test("[R-03] Maven: properties, managed versions; plug-ins and exclusions are none", () => {
  const dependency = (group: string, artifact: string, version = ""): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${version}<exclusions><exclusion><groupId>no</groupId></exclusion></exclusions></dependency>`;
  const pom = `<?xml version="1.0"?>\n<project><parent><version>9</version></parent><groupId>org.x</groupId><properties><a.version>1.5</a.version></properties>
<dependencyManagement><dependencies>${dependency("org.b", "b", "<version>2.0</version>")}</dependencies></dependencyManagement>
<dependencies>${dependency("org.a", "a", "<version>${a.version}</version>")}${dependency("org.b", "b")}${dependency("${project.groupId}", "own", "<version>${project.version}</version>")}${dependency("org.c", "c")}</dependencies>
<build><plugins><plugin><dependencies>${dependency("org.p", "p", "<version>1</version>")}</dependencies></plugin></plugins></build></project>`;
  expect(read({ "pom.xml": pom })).toEqual([
    "maven org.b:b 2.0 direct",
    "maven org.a:a 1.5 direct",
    "maven ${project.groupId}:own 9 direct".replace("${project.groupId}", "org.x"),
    "maven org.c:c  direct",
  ]);
});

test("[R-03] broken files are named together", () => {
  const files = { "package-lock.json": "{", "go.mod": "require (", "a/Cargo.lock": "[", "pom.xml": "<project>" };
  expect(() => read(files)).toThrowError(/package-lock\.json cannot be read.*\n.*a\/Cargo\.lock.*\n.*pom\.xml/);
});
