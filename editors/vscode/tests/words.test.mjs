// One list of words: both grammars know exactly those of form-words.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { here, scopeOf } from "./tokenizer.mjs";

const read = path => readFileSync(here(path), "utf8");
const words = JSON.parse(read("../../form-words.json"));
const sorted = list => [...new Set(list)].sort();

/** How each form reads, and where each helper stands. */
const FORMS = {
  acts: "acts as x", allow: "allow x to y z", app: "app x {}", assert: 'assert x, "y"', component: "component x {}",
  existing: "existing x: y {}", for: "for x in y {}", if: "if x {}", let: "let x = 1", metric: "metric x = 1",
  never: "never x to y z", operation: "operation x = 1", output: "output x = 1", param: "param x: Int",
  patch: "patch x {}", resource: "resource x: y {}", scale: "scale x {}", type: "type x = Int",
  use: 'use "x" as y', verb: "verb x = 1",
};
const HELPERS = {
  any: "never x to y any z", as: 'use "x" as y', each: "for each x: y {}", else: "if x {} else {}",
  except: "never x to y z except w", in: "for x in y {}", on: "allow x to y z on w", then: "let x = if y then z",
  to: "allow x to y z",
};

test("the list is sorted and knows each word once", () => {
  for (const kind of ["forms", "helpers", "constants", "types", "units"]) {
    assert.deepEqual(words[kind], sorted(words[kind]), kind);
  }
  assert.deepEqual(words.forms.filter(word => words.helpers.includes(word)), []);
});

test("TextMate: every form word, at the start of a form only", () => {
  assert.deepEqual(Object.keys(FORMS).sort(), words.forms);
  for (const [word, text] of Object.entries(FORMS)) {
    assert.match(scopeOf(text, word) ?? "", /^(?:storage\.type|keyword\.control)\b/, word);
    assert.match(scopeOf(`n x {\n  ${text}\n}`, word) ?? "", /^(?:storage\.type|keyword\.control)\b/, word);
    assert.equal(scopeOf(`n x {\n  ${word} = 1\n}`, word), "variable.other.property.cld");
    if (!["for", "if"].includes(word)) assert.equal(scopeOf(`n x { y = [\n  ${word},\n] }`, word), "variable.other.cld");
  }
});

test("TextMate: every helper, and only in its place", () => {
  assert.deepEqual(Object.keys(HELPERS).sort(), words.helpers);
  for (const [word, text] of Object.entries(HELPERS)) {
    assert.match(scopeOf(text, word) ?? "", /^keyword\b/, word);
    assert.equal(scopeOf(`n x {\n  ${word} = 1\n}`, word), "variable.other.property.cld");
  }
});

test("TextMate: constants, types and units", () => {
  for (const word of words.constants) {
    assert.match(scopeOf(`let x = ${word}.y`, word), /^(?:constant|variable)\.language\b/, word);
    assert.equal(scopeOf(`let x = y.${word}`, word), "variable.other.property.cld", word);
  }
  for (const word of words.types) {
    const text = word === "Secret" ? "param x: Secret<Int>" : `param x: ${word}`;
    assert.equal(scopeOf(text, word), "support.type.cld", word);
  }
  for (const unit of words.units) assert.equal(scopeOf(`let x = 1${unit}`, unit), "keyword.other.unit.cld", unit);
  assert.equal(scopeOf("param x: Strange", "Strange"), "entity.name.type.cld");
  assert.equal(scopeOf("let x = 1m", "1m"), "invalid.illegal.number.cld");
});

test("tree-sitter: the grammar's words are the forms and helpers", () => {
  const found = [];
  const walk = node => {
    if (node?.type === "STRING" && /^[a-z]+$/.test(node.value)) found.push(node.value);
    if (node && typeof node === "object") Object.values(node).forEach(walk);
  };
  walk(JSON.parse(read("../../tree-sitter/src/grammar.json")).rules);
  assert.deepEqual(sorted(found), sorted([...words.forms, ...words.helpers]));
});

test("tree-sitter: the query colours the same words, constants and types", () => {
  const query = read("../../tree-sitter/queries/highlights.scm").replace(/;.*/g, "");
  const listed = capture => [...query.matchAll(new RegExp(`#(?:any-of|eq)\\? @${capture}([^)]*)\\)`, "g"))]
    .flatMap(([, list]) => [...list.matchAll(/"(\w+)"/g)].map(([, word]) => word));
  const constants = ["boolean", "constant\\.builtin", "variable\\.builtin"].flatMap(listed);
  assert.deepEqual(sorted(constants), words.constants);
  assert.deepEqual(sorted([...listed("type\\.builtin"), "Secret"]), words.types);
  const keywords = [...query.matchAll(/\[([^\]]*)\] @keyword/g)]
    .flatMap(([, list]) => [...list.matchAll(/"(\w+)"/g)].map(([, word]) => word));
  assert.deepEqual(sorted(keywords), sorted([...words.forms, ...words.helpers]));
});
