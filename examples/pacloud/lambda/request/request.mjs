// What a request for a package comes to. Knows no AWS: `services` keep, send and sign.

/** After so many seconds a build that is not ready may be asked for again: longer than two attempts take. */
const PATIENCE = 6 * 3600;

// What these let through reaches a command line on a worker, so they let through what Gentoo's names need and no more:
// projects.gentoo.org/pms/8/pms.html, sections 3.1 and 3.2. None of them begins with a dash.
const PACKAGE = /^[a-zA-Z0-9_][a-zA-Z0-9+_.-]{0,62}\/[a-zA-Z0-9_][a-zA-Z0-9+_-]{0,62}$/;
const VERSION = /^[0-9]+(\.[0-9]+){0,9}[a-z]?(_(alpha|beta|pre|rc|p)[0-9]{0,9}){0,3}(-r[0-9]{1,9})?$/;
const FLAG = /^-?[a-zA-Z0-9][a-zA-Z0-9+_@-]{0,62}$/;
const MAX_FLAGS = 20;

/**
 * What is asked for, or undefined if that cannot be.
 *
 * @param {Record<string, string>} query `package`, `version` and, separated by blanks or commas, `useflag`
 */
export function read(query) {
  const { package: name = "", version = "", useflag = "" } = query;
  const flags = [...new Set(useflag.split(/[\s,]+/).filter(Boolean))].sort();
  const fits = PACKAGE.test(name) && VERSION.test(version) && flags.length <= MAX_FLAGS && flags.every((flag) => FLAG.test(flag));
  // A key of the table is not empty: `-` stands for no flags.
  return fits ? { name: `${name}-${version}`, flags: flags.join(" ") || "-" } : undefined;
}

/** The answer to a request: a link, a promise, or what went wrong. */
export async function answer(query, { shelf, enqueue, link, now }) {
  const build = read(query);
  if (!build) return reply(400, { error: "package=CATEGORY/NAME, version=1.2.3 and useflag=\"a -b\" are expected" });

  const time = now();
  const found = await shelf.find(build);
  if (found?.state === "ready") return reply(200, { state: "ready", url: await link(found.object) });
  if (found && time - found.since < PATIENCE) {
    return found.state === "failed" ? reply(409, { state: "failed", error: found.error }) : reply(202, { state: found.state });
  }

  // Two clients may get here at once: one of them makes the claim.
  if (await shelf.claim(build, time, time - PATIENCE)) {
    try {
      await enqueue(build);
    } catch (error) {
      await shelf.release(build);
      throw error;
    }
  }
  return reply(202, { state: "waiting" });
}

function reply(statusCode, body) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
