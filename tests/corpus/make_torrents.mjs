// Writes tests/corpus/torrents.json: .torrent files with small faults, and the names that people should see of them.
// The expectation follows from how a file was made.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const bytes = (/** @type {string | Buffer} */ text) => Buffer.from(text);
const string = (/** @type {string | Buffer} */ text) => Buffer.concat([bytes(`${bytes(text).length}:`), bytes(text)]);
const join = (/** @type {(string | Buffer)[]} */ ...parts) => Buffer.concat(parts.map(bytes));

/** @param {string} text @param {string} encoding */
function encoded(text, encoding) {
  const { stdout, status } = spawnSync("iconv", ["-f", "UTF-8", "-t", encoding], { input: text });
  if (status !== 0) throw new Error(`iconv does not write ${text} in ${encoding}`);
  return stdout;
}

/** @typedef {{name: string | Buffer, files?: (string | Buffer)[], before?: Buffer, info?: Buffer, after?: Buffer}} Torrent */

/** @param {Torrent} torrent `before` and `after`: keys around the info dictionary; `info`: keys behind its name */
function torrent({ name, files, before = bytes(""), info = bytes(""), after = bytes("") }) {
  const list = files?.map((file) => join("d6:lengthi5e4:pathl", string(file), "ee")) ?? [];
  const content = files ? join("5:filesl", ...list, "e") : bytes("6:lengthi5e");
  const pieces = join("12:piece lengthi16384e6:pieces20:", "a".repeat(20));
  return join("d", before, "4:infod", content, "4:name", string(name), info, pieces, "e", after, "e");
}

const NAMES = {
  GBK: ["电影大全", "第一集 故事的开始", "第二集 朋友们"],
  Big5: ["電影大全", "第一集 故事的開始", "第二集 朋友們"],
  "EUC-KR": ["한국 영화 모음", "첫 번째 이야기", "두 번째 이야기"],
  "EUC-JP": ["映画のすべて", "はじまりの物語", "ともだちのうた"],
  Shift_JIS: ["映画のすべて", "はじまりの物語", "ともだちのうた"],
  "windows-1251": ["Сборник лучших фильмов", "Начало истории", "Друзья навсегда"],
  "KOI8-R": ["Сборник лучших фильмов", "Начало истории", "Друзья навсегда"],
  "windows-1252": ["Les Misérables", "Le café de la gare", "Señor Müller"],
  "windows-1250": ["Zażółć gęślą jaźń", "Początek", "Źródło życia"],
  "windows-1253": ["Ελληνικές ταινίες", "Η αρχή της ιστορίας", "Οι φίλοι"],
  "windows-1255": ["סרטים ישראליים", "תחילת הסיפור", "החברים הטובים"],
  "windows-1256": ["أفلام عربية", "بداية القصة", "الأصدقاء"],
};
/** Encodings that are guessed without a declaration; the others look like their neighbours. */
const GUESSED = ["GBK", "Big5", "EUC-KR", "EUC-JP", "Shift_JIS", "windows-1251", "KOI8-R", "windows-1252"];

/** @type {{people_see: string, torrent: string, expect: Record<string, unknown>}[]} */
const cases = [];
const see = (/** @type {string} */ people_see, /** @type {Buffer} */ file, /** @type {Record<string, unknown>} */ expect) =>
  cases.push({ people_see, torrent: file.toString("base64"), expect });

for (const [encoding, [folder, one, two]] of Object.entries(NAMES)) {
  const raw = (/** @type {string | undefined} */ text) => encoded(text ?? "", encoding);
  const declared = join("8:encoding", string(encoding));
  const files = [raw(`${one}.mkv`), raw(`${two}.mkv`), "plain.srt"];
  const paths = [`${folder}/${one}.mkv`, `${folder}/${two}.mkv`, `${folder}/plain.srt`];
  see(`one file whose name is in ${encoding}, declared`, torrent({ name: raw(`${one}.mkv`), before: declared }), { paths: [`${one}.mkv`] });
  see(`a folder in ${encoding}, declared`, torrent({ name: raw(folder), files, before: declared }), { paths });
  see(`one file in ${encoding} beside a plain one`, torrent({ name: "film", files: [raw(`${one}.mkv`), "b"], before: declared }), { paths: [`film/${one}.mkv`, "film/b"] });
  if (GUESSED.includes(encoding)) see(`a folder in ${encoding}, not declared`, torrent({ name: raw(folder), files }), { paths });
}
const western = Buffer.from("Caf\xe9.mkv", "latin1");
see("a declared encoding that is none", torrent({ name: western, before: bytes("8:encoding4:blah") }), { paths: ["Café.mkv"] });
see("a declared encoding that does not fit", torrent({ name: western, before: bytes("8:encoding5:UTF-8") }), { paths: ["Café.mkv"] });
see("an order in the place of an encoding", torrent({ name: western, before: join("8:encoding", string("UTF-8//IGNORE")) }), { paths: ["Café.mkv"] });
see("name.utf-8 beside a name in another encoding", torrent({ name: western, info: join("10:name.utf-8", string("Kaffee.mkv")) }), { paths: ["Kaffee.mkv"] });
see("a Persian name with its joiner", torrent({ name: "می‌روم.mkv" }), { paths: ["می‌روم.mkv"] });
see("an emoji of several", torrent({ name: "👩‍🔬.mkv" }), { paths: ["👩‍🔬.mkv"] });
see("marks of direction", torrent({ name: "film\u202e4pm.mkv" }), { paths: ["film4pm.mkv"] });
see("a byte that means nothing, and the ending", torrent({ name: Buffer.from("a\x81b.mkv", "latin1") }), { paths: ["a\ufffdb.mkv"] });
for (const [what, before] of /** @type {[string, string][]} */ ([["a line end", "\n"], ["blank lines", "\r\n\r\n"], ["a byte-order mark", "\ufeff"], ["a mark and a line end", "\ufeff\r\n"]]))
  see(`${what} before the file`, join(before, torrent({ name: "film.mkv" })), { paths: ["film.mkv"] });
for (const around of ["\r\n", "\n", " ", "\t", "\u200b"])
  see(`${JSON.stringify(around)} around trackers`, torrent({ name: "film.mkv", before: join("13:announce-listll", string(`${around}udp://a.example:1${around}`), "ee") }), { paths: ["film.mkv"], trackers: ["udp://a.example:1"] });
see("a tracker that is none", torrent({ name: "film.mkv", before: join("8:announce", string("** no tracker **")) }), { paths: ["film.mkv"] });
see("a web seed with a space", torrent({ name: "film.mkv", after: join("8:url-list", string("http://w.example/My Film.mkv")) }), { paths: ["film.mkv"], web_seeds: ["http://w.example/My%20Film.mkv"] });
see("a web page", bytes("<!DOCTYPE html><title>x</title>"), { refused: true });
see("nothing", bytes(""), { refused: true });
see("a cut file", torrent({ name: "film.mkv" }).subarray(0, 60), { refused: true });

const lines = cases.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
writeFileSync(new URL("torrents.json", import.meta.url), `[\n${lines}\n]\n`);
