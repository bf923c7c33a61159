// Every program there is, through the real tokenizer: nothing leaks from one item into the next.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";

import { itemStarts } from "./outline.mjs";
import { here, tokenize } from "./tokenizer.mjs";

const root = here("../../../");
const words = JSON.parse(readFileSync(here("../../form-words.json"), "utf8"));

/** Folders of correct programs; more, separated by `:`, come from the environment. */
const folders = [
  "tests/corpus/programs", "tests/stages", "examples", "stdlib", "editors/vscode/tests/snap",
  "editors/vscode/tests/snippets", "editors/tree-sitter/test/highlight",
].map(folder => join(root, folder)).concat((process.env.CLD_PROGRAMS ?? "").split(":").filter(Boolean));

/** The .cld files of a folder and below; none when there is no such folder. */
const files = folder => !existsSync(folder) ? [] : readdirSync(folder, { recursive: true })
  .filter(name => name.endsWith(".cld")).map(name => join(folder, name)).sort();

const programs = folders.flatMap(files);

const KEYWORD = /^(?:storage\.type|keyword\.control)(?:\.[a-z]+)*\.cld$/;
const isName = line => /^[A-Za-z_]\w*(?:[ \t]*(?:=(?!=)|\{)|[.[])/.test(line);

test("there are programs", () => assert.ok(programs.length > 10));

for (const path of programs) {
  test(relative(root, path), () => {
    const text = readFileSync(path, "utf8");
    const lines = tokenize(text);
    const starts = itemStarts(text);
    for (const number of starts) {
      const depth = number === 0 ? 1 : lines[number - 1].depth;
      assert.equal(depth, 1, `line ${number + 1}: an earlier item leaks into \`${lines[number].line}\``);
      checkWord(lines[number], number);
    }
    assert.equal(lines.at(-1).depth, 1, "something is still open at the end of the file");
    for (const { line, tokens } of lines) {
      const illegal = tokens.find(token => token.scopes.some(scope => scope.startsWith("invalid.")));
      assert.equal(illegal, undefined, `\`${illegal?.text}\` is marked as wrong in \`${line}\``);
    }
  });
}

test("mistakes stop nothing", () => {
  for (const path of files(join(root, "tests/corpus/mistakes"))) tokenize(readFileSync(path, "utf8"));
});

/** A form word at the start of an item is a keyword, unless it is a name there. */
function checkWord({ line, tokens }, number) {
  const word = /^[A-Za-z_]\w*/.exec(line)?.[0];
  if (!word) return;
  const scope = tokens[0].scopes.at(-1);
  if (words.forms.includes(word) && !isName(line)) {
    assert.equal(tokens[0].text.trim(), word, `line ${number + 1}`);
    assert.match(scope, KEYWORD, `line ${number + 1}: \`${line}\``);
  } else {
    assert.doesNotMatch(scope, KEYWORD, `line ${number + 1}: \`${line}\``);
  }
}
