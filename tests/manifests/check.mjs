// Judges what `check.py` left in `custom.json`: `node check.mjs FOLDER`.
//
// Objects of kinds that come with operators are held against the schemas that their projects publish, as @kubernetes-models
// compiles them: types, required fields, enums, patterns. Those schemas are open, so TypeScript holds each object against
// the type of its kind too, which knows all its fields. And every file is read as YAML 1.2, which must say what 1.1 says.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
const { custom, read } = JSON.parse(readFileSync(join(folder, "custom.json"), "utf8"));
const wrong = [];

const packages = [
  [/^keda\.sh\//, "keda"],
  [/^karpenter\.(sh|k8s\.aws)\//, "karpenter"],
  [/(^|\.)external-secrets\.io\//, "external-secrets"],
  [/\.toolkit\.fluxcd\.io\//, "flux-cd"],
  [/^argoproj\.io\//, "argo-cd"],
];

// What is filled in later will be of the shape that the cloud gives it.
const shapes = [
  [/^LATER_.*SubnetId$/, "subnet-0123456789abcdef0"],
  [/^LATER_.*GroupId$/, "sg-0123456789abcdef0"],
];
const filled = (_, value) => shapes.find(([name]) => typeof value === "string" && name.test(value))?.[1] ?? value;

const lines = [];
for (const [index, { place, object: emitted }] of custom.entries()) {
  const object = JSON.parse(JSON.stringify(emitted, filled));
  const found = packages.find(([group]) => group.test(object.apiVersion));
  if (!found) {
    wrong.push(`${place}: nobody judges ${object.apiVersion} ${object.kind}`);
    continue;
  }
  const module = `@kubernetes-models/${found[1]}/${object.apiVersion}/${object.kind}`;
  try {
    const { [object.kind]: Kind } = await import(module);
    new Kind(object).validate();
    lines.push(`import type { I${object.kind} as T${index} } from ${JSON.stringify(module)};`);
    lines.push(`export const o${index}: T${index} = ${JSON.stringify(object)};`);
  } catch (error) {
    wrong.push(`${place}: ${error.message}`);
  }
}

const source = join(here, "objects.generated.ts");
writeFileSync(source, lines.join("\n"));
try {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"];
  execFileSync(process.execPath, [tsc, ...options, source], { cwd: here, encoding: "utf8" });
} catch (error) {
  for (const line of String(error.stdout ?? error).trim().split("\n")) {
    const number = /\((\d+),/.exec(line)?.[1];
    const place = number ? custom[Number(/o(\d+)/.exec(lines[number - 1])?.[1])]?.place : "";
    wrong.push(`${place}: ${line}`);
  }
} finally {
  rmSync(source, { force: true });
}

for (const [path, expected] of Object.entries(read)) {
  const documents = parseAllDocuments(readFileSync(join(folder, path), "utf8"), { version: "1.2" });
  const found = documents.map((document) => document.toJS()).filter((value) => value !== null);
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(found)), expected)) {
    wrong.push(`${path}: YAML 1.2 reads something else than YAML 1.1`);
  }
}

wrong.forEach((line) => console.log(line));
console.log(`${custom.length} objects of other kinds, ${Object.keys(read).length} files, ${wrong.length} complaints`);
process.exit(wrong.length > 0 ? 1 : 0);
