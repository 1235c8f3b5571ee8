// The player's parsers of subtitles over damaged streams: they end, throw nothing, return the same for every cut of the
// stream, and their pictures have the size that they claim.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samiFiles, subViewer } from '../../corpus/subtitles/formats.mjs';
import { scripts, subRip, webVtt } from '../../corpus/subtitles/subrip.mjs';
import { bar } from '../../support/pgs.mjs';
import { dvbStream, unit, vobsubList } from './picture_inputs.mjs';
import { packets } from '../../support/vobsub.mjs';
import { cut, fuzz } from './loop.mjs';

const PLAYER = '../../../extension/src/player';
const { readerOf } = await import(`${PLAYER}/formats/subtitle_readers.js`);
const { cuesOfScript, hasOwnLook, readScript } = await import(`${PLAYER}/formats/ass_reader.js`);
const { readVobsubIndex } = await import(`${PLAYER}/formats/vobsub_index.js`);
const { pictureOf, unitIn } = await import(`${PLAYER}/formats/vobsub_unit.js`);

const texts = [scripts, subRip, webVtt, subViewer, samiFiles].flatMap((files) => files.map(([, file]) => file));
const LARGEST_SIDE = 4096;
/**
 * Pixels of the largest picture that is painted: painting a whole screen takes long, and the parsers are under test.
 */
const PAINTED = 256 * 256;

/** @param {any} part @param {{width: number, height: number}} screen */
function checkPart({ width, height, paint }, screen) {
  assert.ok(screen.width > 0 && screen.width <= LARGEST_SIDE && screen.height > 0 && screen.height <= LARGEST_SIDE, 'a screen is one');
  assert.ok(width > 0 && width <= LARGEST_SIDE && height > 0 && height <= LARGEST_SIDE, 'a part is no larger than a screen');
  if (width * height <= PAINTED) assert.equal(paint().length, width * height * 4, 'a part has its pixels');
}

/** @param {any[]} pictures */
function checkPictures(pictures) {
  for (const { start, end, parts, ...screen } of pictures) {
    assert.ok(Number.isFinite(start) && Number.isFinite(end), 'a time is a number');
    assert.ok(parts.length > 0 && parts.length <= 65536, 'a picture has parts');
    for (const part of parts) checkPart(part, screen);
  }
}

/** @param {any[]} cues */
function checkCues(cues) {
  for (const { start, end, text } of cues) assert.ok(start < end && text.trim() === text && text !== '', 'a cue is shown and says something');
}

/** @param {string} form @returns {(input: Buffer, mutator: import('./mutator.mjs').Mutator) => void} */
const checkForm = (form) => (input, mutator) => {
  const reader = readerOf(form);
  const parts = cut(input.subarray(0, 1 << 17), mutator).map((part) => reader(part));
  checkPictures(parts.flatMap(({ pictures = [] }) => pictures));
  checkCues(parts.flatMap(({ cues = [] }) => cues));
  for (const { script } of parts.filter((part) => part.script)) checkCues(cuesOfScript(script.head, script.lines));
};

const pictures = [1, 2].map((start) => {
  const [area, screen] = [{ x: 10, y: 20, width: 60, height: 8 }, { width: 720, height: 576 }];
  return bar({ start, end: start + 1, area, screen, colour: [235, 128, 128, 255] });
});
const SUP_WORDS = ['PG', Buffer.from('1600', 'hex'), Buffer.from('1500', 'hex'), Buffer.from('8000', 'hex'), Buffer.from('ffff', 'hex')];
const TEXT_WORDS = ['[Events]\n', 'Format: Start, End, Text\n', 'Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,', '{\\p1}', '{', '\\N', '00:01.000 --> 00:02.000\n', '\n\n', '-->', '\r'];

test('pictures of Blu-rays', (t) => fuzz(t, { inputs: [Buffer.concat(pictures)], words: SUP_WORDS, check: checkForm('sup') }));

test('pictures of television', (t) => {
  fuzz(t, { inputs: [dvbStream()], words: [Buffer.from('47410030', 'hex'), Buffer.from('0f10', 'hex'), Buffer.from('0f11', 'hex'), Buffer.from('ffff', 'hex')], check: checkForm('dvb') });
});

test('cues beside the film', (t) => fuzz(t, { inputs: texts, words: TEXT_WORDS, check: checkForm('vtt') }));

test('scripts beside the film', (t) => fuzz(t, { inputs: texts, words: TEXT_WORDS, check: checkForm('ass') }));

test('whole scripts', (t) => {
  const check = (/** @type {Buffer} */ input) => {
    const script = readScript(input.toString('utf8'));
    if (!script) return;
    checkCues(cuesOfScript(script.head, script.lines));
    hasOwnLook(script.head);
  };
  fuzz(t, { inputs: texts, words: TEXT_WORDS, check });
});

test('lists of pictures of DVDs', (t) => {
  const check = (/** @type {Buffer} */ input) => {
    const index = readVobsubIndex(input.toString('latin1'));
    if (!index) return;
    assert.ok(index.width <= LARGEST_SIDE && index.height <= LARGEST_SIDE && index.streams.length <= 32, 'a list keeps its limits');
    for (const { entries } of index.streams) assert.ok(entries.length > 0 && entries.length <= 50_000, 'entries keep theirs');
  };
  fuzz(t, { inputs: [vobsubList()], words: ['id: en, index: 1\n', 'timestamp: 00:00:01:000, filepos: 0\n', 'delay: -00:00:01:000\n', 'size: 9999x1\n', 'palette: ffffff,'], check });
});

test('pictures of DVDs', (t) => {
  const index = readVobsubIndex(vobsubList());
  const check = (/** @type {Buffer} */ input) => {
    const found = unitIn(input, 0);
    const picture = pictureOf(found ?? input, 1, 5, index);
    if (picture) checkPictures([picture]);
  };
  fuzz(t, { inputs: [packets(unit(), 0), Buffer.from(unit())], words: [Buffer.from('000001bd', 'hex'), Buffer.from('000001ba', 'hex'), Buffer.from('05', 'hex'), Buffer.from('ffff', 'hex')], check });
});
