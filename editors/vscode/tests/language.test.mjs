// language-configuration.json and the icon.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fresh } from "../scripts/icon.mjs";
import { here } from "./tokenizer.mjs";

const language = JSON.parse(readFileSync(here("../language-configuration.json"), "utf8"));
const manifest = JSON.parse(readFileSync(here("../package.json"), "utf8"));

test("a line with an open bracket or text indents the next", () => {
  const opens = new RegExp(language.indentationRules.increaseIndentPattern);
  for (const line of ["queue a {", "  ports = [ // many", "f(", 'x = "{" + [', 'init = """', "} else {"]) assert.match(line, opens);
  for (const line of ["queue a {}", 'x = "{"', "// {", "a = 1", 'x = "https://a" // [']) assert.doesNotMatch(line, opens);
});

test("a closing bracket goes back", () => {
  const closes = new RegExp(language.indentationRules.decreaseIndentPattern);
  for (const line of ["}", "  ])", "} else {"]) assert.match(line, closes);
  assert.doesNotMatch("a = []", closes);
});

test("documentation goes on in the next line, comments do not", () => {
  const [doc, operator] = language.onEnterRules;
  assert.match("  /// text", new RegExp(doc.beforeText));
  assert.doesNotMatch("  //// text", new RegExp(doc.beforeText));
  assert.doesNotMatch("  // text", new RegExp(doc.beforeText));
  assert.match("let a = b +", new RegExp(operator.beforeText));
  assert.doesNotMatch("let a =", new RegExp(operator.beforeText));
});

test("a word is a name or a number with its unit, never with `-`", () => {
  const word = new RegExp(language.wordPattern, "g");
  assert.deepEqual("a-b 30s 80% 10.0.0.0/16 net.id 0..20".match(word), ["a", "b", "30s", "80%", "10.0.0.0/16", "net", "id", "0", "20"]);
});

test("the manifest names one grammar and files that exist", () => {
  assert.equal(manifest.contributes.grammars.length, 1);
  for (const path of [manifest.icon, manifest.contributes.languages[0].configuration, manifest.contributes.snippets[0].path]) {
    readFileSync(here(`../${path}`));
  }
});

test("the icon is what its script draws (else `npm run update`)", () => assert.ok(fresh()));
