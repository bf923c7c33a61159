// Writes every snippet, expanded with its defaults, to tests/snippets/NAME.cld, so that the compiler can read it.
// With --check it writes nothing and fails when a file is not what it would write.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../tests/snippets/", import.meta.url);

/** `${1:text}` and `${1|a,b|}` become their default, `$0` nothing. */
export function expand(body) {
  return body.join("\n")
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\|\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$0/g, "")
    .trimEnd() + "\n";
}

/** File name and text of each snippet. */
export function expanded() {
  const snippets = JSON.parse(readFileSync(new URL("../snippets/cld.json", import.meta.url), "utf8"));
  return Object.entries(snippets).map(([name, { body }]) =>
    [`${name.toLowerCase().replaceAll(/\W+/g, "_")}.cld`, expand(body)]);
}

/** The names of the files that differ from the snippets. */
export function stale() {
  const files = new Map(expanded());
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const names = new Set([...files.keys(), ...present]);
  return [...names].filter(name =>
    !present.includes(name) || readFileSync(new URL(name, folder), "utf8") !== files.get(name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--check")) {
    process.exitCode = stale().length > 0 ? 1 : 0;
  } else {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of expanded()) writeFileSync(new URL(name, folder), text);
  }
}
