// Copies the queries of editors/tree-sitter/queries to the editors that read them, with each editor's names for the
// captures. With --check it writes nothing and fails when a copy is not what it would write.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

/** What each editor reads, where it looks, and what it calls the captures that it names otherwise. */
const EDITORS = {
  helix: {
    files: ["highlights", "injections", "indents", "tags"],
    captures: {
      "boolean": "constant.builtin.boolean",
      "comment": "comment.line",
      "comment.documentation": "comment.line.documentation",
      "indent.begin": "indent",
      "indent.branch": "outdent",
      "keyword": "keyword.storage.type",
      "keyword.conditional": "keyword.control.conditional",
      "keyword.repeat": "keyword.control.repeat",
      "number": "constant.numeric",
      "property": "variable.other.member",
      "string.escape": "constant.character.escape",
    },
  },
  neovim: {
    files: ["highlights", "injections", "folds", "locals"],
    captures: {
      "function": "function.call",
      "local.definition": "local.definition.var",
    },
  },
};

const HEADER = "; Written by editors/queries.mjs from editors/tree-sitter/queries. Change it there.\n\n";
const here = path => new URL(path, import.meta.url);

/** One file in an editor's own words; comments stay as they are. */
function translate(query, captures) {
  return query.split("\n").map(line => line.startsWith(";")
    ? line
    : line.replace(/@([a-z_.]+)/g, (_, name) => `@${captures[name] ?? name}`)).join("\n");
}

const check = process.argv.includes("--check");
for (const [editor, { files, captures }] of Object.entries(EDITORS)) {
  for (const file of files) {
    const path = here(`${editor}/queries/cld/${file}.scm`);
    const text = HEADER + translate(readFileSync(here(`tree-sitter/queries/${file}.scm`), "utf8"), captures);
    if (!check) {
      mkdirSync(here(`${editor}/queries/cld/`), { recursive: true });
      writeFileSync(path, text);
    } else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
      console.error(`${editor}/queries/cld/${file}.scm is out of date: run \`node editors/queries.mjs\``);
      process.exitCode = 1;
    }
  }
}
