// Finds magnet links in any text: mails, chats, HTML, other addresses. The same rule as
// native-host/engine/link_text.cpp; tests/links/cases.json is read by the tests of both. Pure.

/**
 * Invisible characters: controls, direction marks, zero-width characters. U+200C and U+200D are left, because they
 * change words.
 */
const kHidden = /(?!\n)[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
const kLineEnd = /\r\n?|[\v\f\x85\u2028\u2029]/g;
const kSpace = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const kScheme = /magnet(:|%(?:25)*3a)((?:\/|%(?:25)*2f)*)(\?|%(?:25)*3f|(?=xt[.=%]))/gi;
/** A further parameter later in the same line. */
const kLaterParameter = /&[a-z]{2}(?:\.[a-z0-9]{1,4})?=/gi;
const kClosing = new Map([[")", "("], ["]", "["], ["}", "{"]]);
/** Mails wrap lines at 72 characters or a little before. */
const kWrappedLine = 60;
/** Limit of links that are read from one text. */
const kMostLinks = 20;

/** Character references of HTML source. @type {[RegExp, string][]} */
const kReferences = [
  [/&(?:amp;|#0*38;|#x0*26;)(?:amp;)*/gi, "&"],
  [/&(?:apos;|#0*39;|#x0*27;)/gi, "%27"],
  [/&(?:quot;|#0*34;|#x0*22;)/gi, "%22"],
];

/** @param {string} text */
function withoutReferences(text) {
  return kReferences.reduce((plain, [reference, character]) => plain.replace(reference, character), text);
}

/**
 * Removes invisible characters; line ends become "\n" and spaces " ".
 * @param {string} text
 */
export function plainText(text) {
  return text.replace(kLineEnd, "\n").replace(kSpace, " ").replace(kHidden, "");
}

/** Decodes %XX as UTF-8; malformed escapes stay, invalid UTF-8 becomes U+FFFD. @param {string} text */
export function percentDecode(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (byte) => parseInt(byte, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });
}

/** Removes these characters from the end. @param {string} text @param {string} characters */
function withoutEnd(text, characters) {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) --end;
  return text.slice(0, end);
}

/** How often a character was percent-encoded: 0 for ":", 1 for "%3A", 2 for "%253A". @param {string} text */
function depthOf(text) {
  return text.startsWith("%") ? 1 + (text.match(/25/g) ?? []).length : 0;
}

/**
 * The part of a line that belongs to a link inside other text: it ends at a space, a quotation mark, or a bracket that
 * closes one opened before the link. A space belongs to a name when another parameter follows it.
 * @param {string} line
 * @param {string} opener the character before the link
 */
function insideText(line, opener) {
  /** @type {string[]} */
  const open = [];
  const [seen = ""] = line.split(/["<>`“”«»]/, 1);
  const names_end = [...seen.matchAll(kLaterParameter)].at(-1)?.index ?? 0;
  let end = 0;
  for (; end < seen.length; ++end) {
    const letter = seen.charAt(end);
    if (letter === " " && end >= names_end) break;
    if ("([{".includes(letter)) open.push(letter);
    const opening = kClosing.get(letter);
    if (opening !== undefined && open.pop() !== opening) break;
  }
  const link = withoutEnd(line.slice(0, end), ".,;:!");
  return opener === "'" ? link.replace(/'$/, "") : link;
}

/** Whether the last parameter is a complete hash. @param {string} link */
function endsWithHash(link) {
  const topic = /(?:^|[?&])xt(?:\.\w+)?=(?:urn:)?(?:bt[im]h:)?([^&]*)$/i.exec(link)?.[1];
  return topic !== undefined && [32, 40, 64, 68].includes(topic.length);
}

/**
 * Whether a line continues a wrapped link.
 * @param {string} link
 * @param {string} last its last line
 * @param {string} next
 */
function goesOn(link, last, next) {
  if (next.startsWith("&")) return true;
  if (/\s/.test(next) || next === "") return false;
  if (/(?:[&=%?:/]|%[0-9a-f])$/i.test(link)) return true;
  if (endsWithHash(link)) return false;
  if (next.includes("://") && !/[&%]/.test(next)) return false;
  return /[&%=/:.+]/.test(next) || last.length >= kWrappedLine || /[?&]xt(?:\.\w+)?=[^&]*$/i.test(link);
}

/**
 * Reads one link from the text at its beginning, and removes line ends.
 * @param {string} text from the link on
 * @param {string} before the text before the link
 */
function joined(text, before) {
  const whole = before.trim() === "";
  const opener = before.at(-1) ?? "";
  const part = (/** @type {string} */ line) => (whole ? (line.split(/[<>]/, 1)[0] ?? "") : insideText(line, opener));
  const lines = text.split("\n");
  let last = (lines.shift() ?? "").trimEnd();
  let link = part(last);
  for (let whole_line = link === last; whole_line && lines.length > 0; ) {
    const next = (lines.shift() ?? "").replace(/^[ >]+/, "").trimEnd();
    const taken = part(next);
    if (!goesOn(link, last, taken)) break;
    link += taken;
    last = next;
    whole_line = taken === next;
  }
  return link;
}

/**
 * The texts that may be magnet links, in order, each on one line and beginning with "magnet:?".
 * @param {string} text
 * @returns {string[]}
 */
export function magnetCandidates(text) {
  const plain = withoutReferences(plainText(text));
  const schemes = [...plain.matchAll(kScheme)].slice(0, kMostLinks);
  return schemes.map((scheme, i) => {
    const found = joined(plain.slice(scheme.index, schemes[i + 1]?.index), plain.slice(0, scheme.index));
    let query = found.slice(scheme[0].length);
    let depth = Math.max(depthOf(scheme[1] ?? ""), depthOf(scheme[2] ?? ""), depthOf(scheme[3] ?? ""));
    for (; depth > 0; --depth) query = percentDecode(query);
    for (let tries = 0; tries < 2 && !/(?:^|&)(?:xt|xs)(?:\.\w+)?=/i.test(query); ++tries) query = percentDecode(query);
    return `magnet:?${withoutReferences(plainText(query)).replaceAll("\n", "")}`;
  });
}

/**
 * The words of a text, without quotation marks and brackets around them.
 * @param {string} text
 */
export function words(text) {
  return plainText(text)
    .split(/[\s"'`<>()[\]{},;“”«»]+/)
    .map((word) => withoutEnd(word, ".:!?"))
    .filter((word) => word !== "");
}
