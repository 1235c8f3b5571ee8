// Bitmap subtitles of television (DVB) and DVDs, byte by byte: the inputs from which the fuzz tests begin.

/** @param {number} value @param {number} digits */
const hex = (value, digits) => value.toString(16).padStart(digits, '0');

/** Segments with one PTS, in packets of a transport stream. @param {number} time in 1/90000 s, below 2^15 @param {[string, string][]} segments type and data, hex */
function displaySet(time, segments) {
  const body = `2000${segments.map(([type, data]) => `0f${type}0001${hex(data.length / 2, 4)}${data}`).join('')}ff`;
  const stamp = `210001${hex((time >> 7) & 0xff, 2)}${hex(((time & 0x7f) << 1) | 1, 2)}`;
  const unit = `000001bd${hex(body.length / 2 + 8, 4)}848005${stamp}${body}`;
  const parts = unit.match(/.{1,368}/g) ?? [];
  return parts.map((part, n) => `47${n === 0 ? '41' : '01'}00${filling(184 - part.length / 2)}${part}`).join('');
}

/** The adaptation field before a payload that does not fill its packet. @param {number} missing bytes */
function filling(missing) {
  if (missing === 0) return '10';
  return `30${hex(missing - 1, 2)}${missing > 1 ? '00' : ''}${'ff'.repeat(Math.max(0, missing - 2))}`;
}

/** A region with an object in it, and the end of the display set. @returns {Buffer} */
export function dvbStream() {
  const shown = displaySet(18_000, [
    ['14', '00077f0437'],
    ['10', '050800ff00100020'],
    ['11', '00080004000324000008000100010000'],
    ['12', '00000181eb8080000281108080ff0380eef1'],
    ['13', '00010000080004107000f010c000f0f0f0f0f0'],
  ]);
  return Buffer.from(shown + displaySet(27_000, [['10', '0508']]), 'hex');
}

/** The index of a .sub file. */
export function vobsubList() {
  return ['size: 720x576', 'palette: 000000, ff0000, 00ff00, 0000ff', 'langidx: 0', 'id: en, index: 0', 'timestamp: 00:00:01:500, filepos: 000000000', ''].join('\n');
}

/** Six pixels by three lines: the unit's size and the offset of its commands, two fields of runs, and the commands. @returns {Uint8Array} */
export function unit() {
  const commands = '00000024033210' + '04fff0' + '05010015020022' + '0600040008' + '01ff' + '0064002402ff0000';
  return Buffer.from(`002c000c00010001a1300000${commands}`, 'hex');
}
