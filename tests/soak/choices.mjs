// The options of a soak run.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export const KINDS = ['v1', 'v2', 'hybrid'];
export const TROUBLES = ['kill', 'settings', 'again', 'alter', 'disk'];
/** The troubles of a run without --troubles. */
const USUAL = ['kill', 'settings', 'again', 'disk'];

/** @typedef {{minutes: number, seed: number, kinds: string[], troubles: string[], viewers: number, liars: number}} Choices */

/** @param {string | undefined} text @param {string[]} known @param {string[]} usual @returns {string[]} */
function listed(text, known, usual) {
  if (text === undefined) return usual;
  const list = text === 'none' ? [] : text.split(',');
  const strange = list.find((name) => !known.includes(name));
  if (strange !== undefined) throw new Error(`there is no "${strange}"; there are ${known.join(' ')}`);
  return list;
}

/** @param {string | undefined} text @param {number} otherwise */
function positive(text, otherwise) {
  const number = text === undefined ? otherwise : Number(text);
  if (!(number > 0)) throw new Error(`"${text}" is no number above 0`);
  return number;
}

/** @param {string[]} args @returns {Choices} */
export function choicesOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string' },
      seed: { type: 'string' },
      kinds: { type: 'string' },
      troubles: { type: 'string' },
      liars: { type: 'boolean', default: false },
    },
  });
  const { minutes, seed, kinds, troubles } = values;
  return {
    minutes: positive(minutes, 3),
    seed: positive(seed, randomInt(1, 1_000_000)),
    kinds: listed(kinds, KINDS, KINDS),
    troubles: listed(troubles, TROUBLES, values.liars ? ['again'] : USUAL),
    viewers: 5,
    liars: values.liars ? 2 : 1,
  };
}
