// Builds dist/cloudc.vsix. Nothing is downloaded and nothing is published.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const vsce = createRequire(import.meta.url).resolve("@vscode/vsce/vsce");
mkdirSync(`${folder}/dist`, { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [vsce, "package", "--no-dependencies", "--allow-missing-repository", "--out", "dist/cloudc.vsix"],
  { cwd: folder, stdio: "inherit" },
);
process.exitCode = status ?? 1;
