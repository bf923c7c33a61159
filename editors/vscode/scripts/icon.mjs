// Draws the icon: images/icon.svg and images/icon.png (128 x 128) from one list of shapes.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIZE = 128;
const NIGHT = [0x12, 0x32, 0x4a];
const CLOUD = [0xf4, 0xf8, 0xfb];
const LINK = [0xf2, 0x8c, 0x28];

/** A cloud that holds a graph of three things. Later shapes cover earlier ones. */
const SHAPES = [
  { kind: "box", x: 4, y: 4, width: 120, height: 120, radius: 26, fill: NIGHT },
  { kind: "disc", x: 42, y: 68, radius: 22, fill: CLOUD },
  { kind: "disc", x: 67, y: 54, radius: 27, fill: CLOUD },
  { kind: "disc", x: 91, y: 71, radius: 19, fill: CLOUD },
  { kind: "box", x: 36, y: 64, width: 60, height: 26, radius: 13, fill: CLOUD },
  { kind: "line", x: 46, y: 72, x2: 67, y2: 52, width: 5, fill: NIGHT },
  { kind: "line", x: 67, y: 52, x2: 88, y2: 72, width: 5, fill: NIGHT },
  { kind: "disc", x: 46, y: 72, radius: 8, fill: NIGHT },
  { kind: "disc", x: 88, y: 72, radius: 8, fill: NIGHT },
  { kind: "disc", x: 67, y: 52, radius: 9, fill: LINK },
];

const hex = color => `#${color.map(part => part.toString(16).padStart(2, "0")).join("")}`;

function svg() {
  const shapes = SHAPES.map(shape => {
    switch (shape.kind) {
      case "disc":
        return `  <circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" fill="${hex(shape.fill)}"/>`;
      case "line":
        return `  <line x1="${shape.x}" y1="${shape.y}" x2="${shape.x2}" y2="${shape.y2}" stroke="${hex(shape.fill)}" stroke-width="${shape.width}" stroke-linecap="round"/>`;
      default:
        return `  <rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="${shape.radius}" fill="${hex(shape.fill)}"/>`;
    }
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">\n${shapes.join("\n")}\n</svg>\n`;
}

/** Distance from a point to a shape's edge; negative inside. */
function distance(shape, x, y) {
  if (shape.kind === "disc") return Math.hypot(x - shape.x, y - shape.y) - shape.radius;
  if (shape.kind === "line") {
    const [dx, dy] = [shape.x2 - shape.x, shape.y2 - shape.y];
    const along = ((x - shape.x) * dx + (y - shape.y) * dy) / (dx * dx + dy * dy);
    const at = Math.min(1, Math.max(0, along));
    return Math.hypot(x - shape.x - at * dx, y - shape.y - at * dy) - shape.width / 2;
  }
  const outX = Math.abs(x - shape.x - shape.width / 2) - shape.width / 2 + shape.radius;
  const outY = Math.abs(y - shape.y - shape.height / 2) - shape.height / 2 + shape.radius;
  return Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) + Math.min(Math.max(outX, outY), 0) - shape.radius;
}

/** One pixel as red, green, blue, alpha; edges are soft over one pixel. */
function pixel(x, y) {
  let color = [0, 0, 0];
  let alpha = 0;
  for (const shape of SHAPES) {
    const cover = Math.min(1, Math.max(0, 0.5 - distance(shape, x + 0.5, y + 0.5)));
    const total = cover + alpha * (1 - cover);
    if (total > 0) color = color.map((part, i) => (shape.fill[i] * cover + part * alpha * (1 - cover)) / total);
    alpha = total;
  }
  return [...color, alpha * 255].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function pixels() {
  const rows = [];
  for (let y = 0; y < SIZE; y++) {
    rows.push(0);
    for (let x = 0; x < SIZE; x++) rows.push(...pixel(x, y));
  }
  return Buffer.from(rows);
}

function png(raw) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  head.set([8, 6, 0, 0, 0], 8); // eight bits, red green blue alpha
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head), chunk("IDAT", deflateSync(raw, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The pixels of a PNG that this script wrote: its one IDAT chunk lies between fixed neighbours. */
const inside = file => inflateSync(file.subarray(41, file.length - 16));

const files = { svg: new URL("../images/icon.svg", import.meta.url), png: new URL("../images/icon.png", import.meta.url) };

/** Whether the files are what the shapes give; pixels are compared, not how zlib packed them. */
export function fresh() {
  return readFileSync(files.svg, "utf8") === svg() && inside(readFileSync(files.png)).equals(pixels());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(files.svg, svg());
  writeFileSync(files.png, png(pixels()));
}
