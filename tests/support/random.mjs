// Random numbers that are the same in every run, so that a failure can be repeated.

/** A generator of numbers in [0, 1) (mulberry32). @param {number} seed */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** An integer in [0, limit). @param {() => number} random @param {number} limit */
export function below(random, limit) {
  return Math.floor(random() * limit);
}

/** Bytes that cannot be compressed or guessed; the same for the same seed. @param {number} size @param {number} seed */
export function randomBytes(size, seed) {
  const random = seededRandom(seed);
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let i = 0; i < words.length; i++) words[i] = random() * 4294967296;
  return Buffer.from(words.buffer, 0, size);
}
