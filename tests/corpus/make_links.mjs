// Writes tests/corpus/links.json: links of ten kinds, each in twenty states in which people have them. The expectation
// follows from how a link was made; no parser is asked.
import { writeFileSync } from "node:fs";

const kV1 = "c12fe1c06bba254a9dc9f519b335aa7c1367a88a";
const kBase32 = "YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK";
const kV2 = "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb";
const kTracker = "udp://tracker.example:6969/announce";
const kSeed = "https://seed.example/films/A%20B.mkv";
const e = encodeURIComponent;

/** @type {[string, string, Record<string, unknown>][]} */
const LINKS = [
  ["a hash alone", `magnet:?xt=urn:btih:${kV1}`, { v1: kV1 }],
  ["base32", `magnet:?xt=urn:btih:${kBase32}`, { v1: kV1 }],
  ["v2", `magnet:?xt=urn:btmh:1220${kV2}`, { v2: kV2 }],
  ["hybrid", `magnet:?xt=urn:btih:${kV1}&xt=urn:btmh:1220${kV2}`, { v1: kV1, v2: kV2 }],
  ["name and tracker", `magnet:?xt=urn:btih:${kV1}&dn=The+Film&tr=${e(kTracker)}`, { v1: kV1, name: "The Film", trackers: [kTracker] }],
  ["the name first", `magnet:?dn=The%20Film&xt=urn:btih:${kV1}`, { v1: kV1, name: "The Film" }],
  ["letters of other scripts", `magnet:?xt=urn:btih:${kV1}&dn=${e("Фильм 映画 é")}`, { v1: kV1, name: "Фильм 映画 é" }],
  ["a web seed", `magnet:?xt=urn:btih:${kV1}&ws=${e(kSeed)}`, { v1: kV1, web_seeds: [kSeed] }],
  ["chosen files", `magnet:?xt=urn:btih:${kV1}&so=1,3-4&tr=${e(kTracker)}`, { v1: kV1, trackers: [kTracker], selected_files: [1, 3, 4] }],
  ["a peer and an exact source", `magnet:?xt=urn:btih:${kV1}&x.pe=10.0.0.1:6881&xs=${e("http://s.example/a.torrent")}`, { v1: kV1, peers: ["10.0.0.1:6881"], exact_sources: ["http://s.example/a.torrent"] }],
];

const html = (/** @type {string} */ link) => link.replaceAll("&", "&amp;");

/** @type {[string, (link: string) => string][]} */
const STATES = [
  ["as it is", (link) => link],
  ["with spaces around", (link) => ` \t${link}  \n`],
  ["in angle brackets", (link) => `<${link}>`],
  ["in quotation marks", (link) => `"${link}"`],
  ["in apostrophes", (link) => `'${link}'`],
  ["in a sentence", (link) => `Here: ${link} and enjoy.`],
  ["in brackets in a sentence", (link) => `Take the link (${link}), please.`],
  ["in Markdown", (link) => `[film](${link})`],
  ["in BBCode", (link) => `[url=${link}]film[/url]`],
  ["out of HTML source", html],
  ["in an HTML element", (link) => `<a href="${html(link)}">film</a>`],
  ["with a scheme in capitals", (link) => link.replace("magnet", "MAGNET")],
  ["with slashes", (link) => link.replace("magnet:?", "magnet:///?")],
  ["encoded as a whole", e],
  ["encoded twice", (link) => e(e(link))],
  ["in another address", (link) => `https://site.example/redirect?to=${e(link)}`],
  ["broken before each parameter", (link) => link.replaceAll("&", "\n&")],
  ["in a quoted mail", (link) => `> ${link.replaceAll("&", "\r\n> &")}\r\n`],
  ["with a byte-order mark", (link) => `\uFEFF${link}`],
  ["with zero-width spaces around", (link) => `\u200B${link}\u200B`],
];

const cases = STATES.flatMap(([state, made]) =>
  LINKS.map(([kind, link, expect]) => ({ people_see: `${kind}, ${state}`, text: made(link), expect })),
);
const lines = cases.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
writeFileSync(new URL("links.json", import.meta.url), `[\n${lines}\n]\n`);
