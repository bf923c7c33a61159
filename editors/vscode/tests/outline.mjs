// Where items start, found without the grammar under test: strings, comments and brackets only.

const GOES_ON = /(?:[,|(\[{+*\/<>-]|\?\?|==|!=|<=|>=|=>|&&|\|\||\.\.|\bthen|\belse)$/;

/** The line numbers (from 0) at which an item starts in column 0, outside of every bracket and string. */
export function itemStarts(text) {
  const starts = [];
  const open = [];
  let before = "";
  text.split(/\r?\n/).forEach((line, number) => {
    if (open.length === 0 && /^[A-Za-z_@]/.test(line) && !GOES_ON.test(before)) starts.push(number);
    const code = walk(line, open);
    if (code.trim() !== "") before = code.trim();
  });
  return starts;
}

/** Passes over one line, keeps what is open up to date, returns the code without comments and strings. */
function walk(line, open) {
  let code = "";
  for (let at = 0; at < line.length; ) {
    const inside = open.at(-1);
    const rest = line.slice(at);
    if (inside === '"' || inside === '"""') {
      at += step(rest, inside, open);
    } else if (rest.startsWith("//")) {
      break;
    } else if (rest[0] === '"') {
      const quote = rest.startsWith('"""') ? '"""' : '"';
      open.push(quote);
      at += quote.length;
      code += '"';
    } else {
      if ("([{".includes(rest[0])) open.push(rest[0]);
      if (")]}".includes(rest[0])) open.pop();
      code += rest[0];
      at += 1;
    }
  }
  return code;
}

/** One step inside a string: an escape, the start of an interpolation, the end, or a character. */
function step(rest, quote, open) {
  if (rest[0] === "\\") return 2;
  if (rest.startsWith("${")) {
    open.push("${");
    return 2;
  }
  if (rest.startsWith(quote)) {
    open.pop();
    return quote.length;
  }
  return 1;
}
