// Audio files beside a film: which files of a torrent are further tracks of it, and the request for a chosen one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeBrowser } from "../support/fakes.mjs";

installFakeBrowser();
const kPlayer = "../../../extension/src/player";
const { SoundTracks, soundsBeside } = await import(`${kPlayer}/files/sound_files.js`);
const { trackWords } = await import(`${kPlayer}/files/audio_tracks.js`);

function filesAt(...paths) {
  const kind = (path) => (/\.(mkv|mp4|avi|ts)$/.test(path) ? "video" : /\.(mka|ac3|dts|mp3|flac)$/.test(path) ? "audio" : "other");
  return paths.map((path, index) => ({ index, path, name: path.split("/").at(-1), kind: kind(path) }));
}

/** The files found for the first file, as "path language". */
function found(...paths) {
  const files = filesAt(...paths);
  return soundsBeside(files[0], files).map(({ file, language }) => `${files[file].path} ${language}`.trim());
}

const kMatches = [
  ["Film.mkv", "Film.mka", ""],
  ["Film.mkv", "Film.rus.mka", "ru"],
  ["Film.avi", "Film.en.ac3", "en"],
  ["[G] Show - 01 [1080p].mkv", "Russian/[G] Show - 01 [1080p].mka", "ru"],
  ["Show/Show.S01E02.mkv", "Show/Sound/Show.S01E02.ger.dts", "de"],
];

for (const [film, sound, language] of kMatches) {
  test(`${sound} is a sound of ${film}`, () => {
    assert.deepEqual(found(film, sound), [`${sound} ${language}`.trim()]);
  });
}

test("of a season each episode gets its own sound", () => {
  assert.deepEqual(found("Show S01E02.mkv", "Show S01E01.mkv", "Dub/Show S01E01.mka", "Dub/Show S01E02.mka"), ["Dub/Show S01E02.mka"]);
});

test("music beside a film is no sound of it", () => {
  assert.deepEqual(found("Film.mkv", "Film.mp3", "Soundtrack/01.flac"), []);
  assert.deepEqual(soundsBeside(filesAt("Film.mka")[0], filesAt("Film.mka", "Film.ac3")), []);
  assert.deepEqual(soundsBeside(null, filesAt("Film.mka")), []);
});

test("sounds without a language are told apart by their folder, else by their name", () => {
  const films = filesAt("Show/Show - 01.mkv", "Show/Studio A/Show - 01.mka", "Show/Show - 01.ac3");
  const names = soundsBeside(films[0], films).map((track, position) => trackWords(track, position).name);
  assert.deepEqual(names, ["Studio A", "Show - 01"]);
});

test("the list stays the same, and so does a track in it, as long as nothing is new", () => {
  const tracks = new SoundTracks();
  const own = [{ index: 1, language: "en", title: "", kind: "main" }];
  const files = filesAt("Film.mkv", "Film.mka");
  const first = tracks.of(own, files[0], files);
  assert.equal(first.length, 2);
  assert.equal(tracks.of(own, files[0], files), first);
  const again = tracks.of(own, files[0], [...files]);
  assert.notEqual(again, first);
  assert.equal(again[1], first[1]);
  assert.deepEqual(tracks.of(null, files[0], files), []);
});
