// Encodes text in an old encoding, by the inverse of TextDecoder's table.

/** @type {Map<string, Map<string, number[]>>} */
const tables = new Map();

/** @param {string} label @returns {number[][]} every sequence of one or two bytes that may be a letter */
function sequences(label) {
  const one = Array.from({ length: 256 }, (_, byte) => [byte]);
  if (/^(windows|iso-8859|koi8|ibm|macintosh|x-mac)/.test(label)) return one;
  const lead = one.slice(0x81).flat();
  const trail = one.slice(0x40).flat();
  return [...one.slice(0, 0x80), ...lead.flatMap((first) => trail.map((second) => [first, second]))];
}

/** @param {string} label */
function tableOf(label) {
  const known = tables.get(label);
  if (known) return known;
  const decoder = new TextDecoder(label);
  const table = new Map();
  for (const bytes of sequences(label)) {
    const letter = decoder.decode(new Uint8Array(bytes));
    const single = [...letter].length === 1 && letter !== '\uFFFD';
    if (single && !table.has(letter)) table.set(letter, bytes);
  }
  tables.set(label, table);
  return table;
}

/** @param {string} text @param {boolean} littleEndFirst */
export function utf16(text, littleEndFirst = true) {
  const bytes = Buffer.from(text, 'utf16le');
  return littleEndFirst ? bytes : bytes.swap16();
}

/** Bytes of a letter; in Vietnamese, of a letter and its tone. @param {Map<string, number[]>} table @param {string} letter */
function bytesOf(table, letter) {
  const whole = table.get(letter);
  if (whole) return whole;
  const parts = letter.normalize('NFD');
  const [base, tone] = [table.get(parts.slice(0, -1).normalize('NFC')), table.get(parts.slice(-1))];
  if (!base || !tone) throw new Error(`no ${letter} in this encoding`);
  return [...base, ...tone];
}

/** @param {string} text @param {string} label as TextDecoder calls it */
export function encoded(text, label) {
  const table = tableOf(label);
  return Buffer.from([...text].flatMap((letter) => bytesOf(table, letter)));
}
