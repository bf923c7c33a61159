// The tokenizer of VS Code itself, on the one grammar.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

export const here = path => fileURLToPath(new URL(path, import.meta.url));

async function load() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => {
      const path = here("../syntaxes/cld.tmLanguage.json");
      return textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
  });
  return registry.loadGrammar("source.cld");
}

const grammar = await load();

/** The lines of a text: each with its tokens `{ text, start, scopes }` and how deep the rules are after it. */
export function tokenize(text) {
  let state = textmate.INITIAL;
  return text.split(/\r?\n/).map(line => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return {
      line,
      depth: ruleStack.depth,
      tokens: tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        start: startIndex,
        scopes,
      })),
    };
  });
}

/** The innermost scope of the first token with this text. */
export function scopeOf(text, word) {
  for (const { tokens } of tokenize(text)) {
    const token = tokens.find(token => token.text === word);
    if (token) return token.scopes.at(-1);
  }
  return undefined;
}
