// The snippets. Their expanded files are programs like any other: programs.test.mjs reads them, and the compiler does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { stale } from "../scripts/snippets.mjs";
import { here } from "./tokenizer.mjs";

const snippets = JSON.parse(readFileSync(here("../snippets/cld.json"), "utf8"));

test("tests/snippets holds what the snippets expand to (else `npm run update`)", () => assert.deepEqual(stale(), []));

test("each has a prefix of its own and ends with the last stop", () => {
  const prefixes = Object.values(snippets).map(snippet => snippet.prefix);
  assert.equal(new Set(prefixes).size, prefixes.length);
  for (const [name, { body, description }] of Object.entries(snippets)) {
    assert.ok(description, name);
    assert.equal(body.at(-1), "$0", name);
  }
});
