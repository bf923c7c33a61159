// node --test examples/pacloud/tests/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { answer, read } from "../lambda/request/request.mjs";

const TREE = { package: "app-text/tree", version: "1.7.0", useflag: "static-libs" };

/** Services that remember what was done with them. */
function services({ item, claimed = true, broken = false, time = 1_000_000 } = {}) {
  const done = [];
  return {
    done,
    now: () => time,
    link: async (object) => `https://signed/${object}`,
    enqueue: async (build) => {
      done.push(["enqueue", build]);
      if (broken) throw new Error("no queue");
    },
    shelf: {
      find: async () => item,
      claim: async (...claim) => (done.push(["claim", ...claim]), claimed),
      release: async (build) => void done.push(["release", build]),
    },
  };
}

test("flags come sorted and once, whatever separates them", () => {
  assert.deepEqual(read({ ...TREE, useflag: "nls, -X  nls,acl" }), { name: "app-text/tree-1.7.0", flags: "-X acl nls" });
  assert.equal(read({ package: "dev-libs/libgcrypt", version: "1.8.2_p1-r3" }).flags, "-");
});

test("what could mean something to a shell or to emerge is refused", () => {
  for (const name of ["tree", "app-text/tree;id", "../tree", "-x/tree", "app-text/--help", "app-text/$(id)", "app text/tree"]) {
    assert.equal(read({ ...TREE, package: name }), undefined, name);
  }
  for (const version of ["", "1.7.0;id", "`id`", "-1", "1..2", "1.7.0\nid"]) assert.equal(read({ ...TREE, version }), undefined, version);
  for (const useflag of ["$(id)", "--fetchonly", "a;b", "a=b", "a ".repeat(3) + "'"]) assert.equal(read({ ...TREE, useflag }), undefined, useflag);
  const many = Array.from({ length: 21 }, (_, at) => `flag${at}`).join(" ");
  assert.equal(read({ ...TREE, useflag: many }), undefined);
});

test("a wrong request costs nothing", async () => {
  const all = services();
  assert.equal((await answer({}, all)).statusCode, 400);
  assert.deepEqual(all.done, []);
});

test("a package that is ready comes as a link", async () => {
  const all = services({ item: { state: "ready", object: "app-text/tree.gpkg.tar", since: 0 } });
  const { statusCode, body } = await answer(TREE, all);
  assert.equal(statusCode, 200);
  assert.deepEqual(JSON.parse(body), { state: "ready", url: "https://signed/app-text/tree.gpkg.tar" });
  assert.deepEqual(all.done, []);
});

test("a new package is claimed, then waits in the queue", async () => {
  const all = services();
  const build = { name: "app-text/tree-1.7.0", flags: "static-libs" };
  assert.equal((await answer(TREE, all)).statusCode, 202);
  assert.deepEqual(all.done, [["claim", build, 1_000_000, 1_000_000 - 6 * 3600], ["enqueue", build]]);
});

test("of two clients at once one sends", async () => {
  const all = services({ claimed: false });
  assert.equal((await answer(TREE, all)).statusCode, 202);
  assert.deepEqual(all.done.map(([what]) => what), ["claim"]);
});

test("what is being built is not asked for again, what is stuck is", async () => {
  const young = services({ item: { state: "building", since: 999_000 } });
  assert.deepEqual(JSON.parse((await answer(TREE, young)).body), { state: "building" });
  assert.deepEqual(young.done, []);
  const stuck = services({ item: { state: "building", since: 0 } });
  await answer(TREE, stuck);
  assert.deepEqual(stuck.done.map(([what]) => what), ["claim", "enqueue"]);
});

test("a failure is told for as long as it is fresh", async () => {
  const { statusCode, body } = await answer(TREE, services({ item: { state: "failed", error: "no such ebuild", since: 999_000 } }));
  assert.equal(statusCode, 409);
  assert.deepEqual(JSON.parse(body), { state: "failed", error: "no such ebuild" });
});

test("a claim that could not be sent is given back", async () => {
  const all = services({ broken: true });
  await assert.rejects(answer(TREE, all), /no queue/);
  assert.deepEqual(all.done.map(([what]) => what), ["claim", "enqueue", "release"]);
});
