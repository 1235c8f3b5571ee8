// The player tab: joins the engine's side (screening), the video (playback, film) and what a person sees and presses.

import { browser } from "../shared/browser.js";
import { byId } from "../shared/dom.js";
import { localize, text } from "../shared/i18n.js";
import { recognise } from "../shared/magnet.js";
import { readableName } from "../shared/names.js";
import { picturesOf } from "../shared/pictures.js";
import { setupPage } from "../shared/places.js";
import { fillIcons } from "../style/icons.js";
import { AudioMenu } from "./audio_menu.js";
import { makeCommands } from "./commands.js";
import { Controls } from "./controls.js";
import { DamagedData } from "./damaged_data.js";
import { describe } from "./describe.js";
import { engine, screening, wish } from "./early.js";
import { FileDrawer } from "./file_drawer.js";
import { isPlayable } from "./file_order.js";
import { FileShelf } from "./file_shelf.js";
import { Film } from "./film.js";
import { listenToKeys } from "./keyboard.js";
import { NextUp } from "./next_up.js";
import { Note } from "./note.js";
import { Playback } from "./playback.js";
import { needsWholeFile } from "./playback_check.js";
import { Positions } from "./positions.js";
import { problemOf } from "./problems.js";
import { keepPreferences, keepSubtitleLook } from "./preferences.js";
import { fadeAtRest } from "./rest.js";
import { bindCopyMenu, copyAddress, PasteForm } from "./sharing.js";
import { StateView } from "./state_view.js";
import { Stats } from "./stats.js";
import { StreamFigures } from "./stream_figures.js";
import { delayWords, kDelayStep, SubtitleMenu } from "./subtitle_menu.js";
import { Subtitles } from "./subtitles.js";
import { listenToMediaKeys, tellTitle, WakeLock } from "./system.js";

/** Windows narrower than this have the list of files below the picture (player.css), where it is in the way. */
const kNarrow = 720;

const root = document.documentElement;
const help = byId("help", HTMLDialogElement);
const nextFile = byId("next_file", HTMLButtonElement);
const video = byId("video", HTMLVideoElement);

const playback = new Playback(video, { onChange: render, onFailure: (code) => void film.failed(code) });
const positions = new Positions(engine, playback);
const note = new Note();
const film = new Film(
  { engine, screening, playback, positions, note },
  { onNew: filmBegins, onChange: render, onSubtitles: (track, part) => subtitles.take(track, part), copyAddress: () => act("copy") },
);
const subtitles = new Subtitles({
  engine,
  video,
  captions: byId("captions", HTMLElement),
  pictures: byId("subtitle_pictures", HTMLCanvasElement),
  readAlong: (track) => film.readAlong(track),
  events: { onChange: render, onFailure: (error) => note.show("subtitles", problemOf(error).words, { seconds: 8 }) },
});
const subtitleMenu = new SubtitleMenu(subtitles);
const audioMenu = new AudioMenu((track) => film.listenTo(track));
const shelf = new FileShelf(engine, render);
const stateView = new StateView(act);
const pasteForm = new PasteForm();
const figures = new StreamFigures(engine, { place: placeInSight, onChange: render });
const stats = new Stats(figures);
const search = new StreamFigures(engine, { place: placeOfSearch, onChange: render });
const damagedData = new DamagedData(new StreamFigures(engine, { place: placeInSight, onChange: render }));
const nextUp = new NextUp();
const wakeLock = new WakeLock();
const drawer = new FileDrawer({
  onPlay: playFile,
  onKeep: (files) => void shelf.keep(files),
  onOpen: () => void shelf.refresh(),
});
const commands = makeCommands(playback, {
  next: playNext,
  files: () => drawer.toggle(),
  stats: toggleStats,
  audio: () => audioMenu.toggle(),
  subtitles: () => subtitleMenu.toggle(),
  sooner: () => delaySubtitles(-kDelayStep),
  later: () => delaySubtitles(kDelayStep),
  help: () => help.showModal(),
  escape: () => (nextUp.cancel(), drawer.close()),
});
const controls = new Controls(playback, commands, picturesAddress);

/** Sound alone has nothing to show at its places. */
function picturesAddress() {
  const { link, torrent, file } = screening;
  return link.httpBase && torrent && file?.kind === "video" ? picturesOf(link.httpBase, torrent.id, file.index) : null;
}

/** The name of what is shown: the file's, else the torrent's, else what the link calls itself. */
function title() {
  const { torrent, file } = screening;
  const ofFile = file && isPlayable(file) && (torrent?.file_count ?? 1) > 1 ? file.name : "";
  return readableName(ofFile || torrent?.name || recognise(wish.source)?.name || "");
}

function render() {
  const { link, torrent, file } = screening;
  if (waitsForPeople(torrent)) search.start();
  else search.stop();
  root.dataset.link = link.state;
  root.dataset.kind = file?.kind ?? "";
  root.toggleAttribute("data-picture", playback.begun);
  root.toggleAttribute("data-blocked", playback.blocked);
  damagedData.update(playback.phase === "waiting" || playback.phase === "loading");
  stateView.showTitle(title());
  stateView.show(describe(known()));
  controls.update();
  controls.seekBar.showChapters(film.chapters);
  audioMenu.update(film.audioTracks(shelf.files), film.audio);
  subtitles.offer(film.subtitleTracks, file, shelf.files, film.fps);
  subtitleMenu.update(file?.kind === "video");
  drawer.update(shelf.files, shelf.total, file?.index ?? null);
  nextFile.hidden = !file || !shelf.after(file.index);
  stats.update(torrent, playback);
  wakeLock.want(playback.phase === "playing" && video.videoWidth > 0);
}

/** @returns {import("./describe.js").Known} */
function known() {
  const { link, torrent, file, problem } = screening;
  const { phase, begun, bufferedShare } = playback;
  const { preparing } = film;
  const damaged = damagedData.lasts;
  const wholeFileFirst = file !== null && film.isDirect && needsWholeFile(video, file.name);
  const { search: found = null } = search.swarm ?? {};
  const facts = { canAddAgain: wish.source !== "", wholeFileFirst, preparing, damaged, search: found };
  return { link, torrent, problem, ...facts, phase, begun, bufferedShare };
}

function showStream() {
  if (screening.torrent) void shelf.load(screening.torrent.id);
  void film.show();
}

function filmBegins() {
  nextUp.cancel();
  subtitles.reset();
  tellTitle(title());
}

/** @param {number} index */
function playFile(index) {
  nextUp.cancel();
  positions.save();
  if (window.innerWidth < kNarrow) drawer.close();
  if (index === screening.file?.index) playback.toggle();
  else screening.play(index);
}

function playNext() {
  const next = screening.file && shelf.after(screening.file.index);
  if (next) playFile(next.index);
}

function offerNext() {
  const next = screening.file && shelf.after(screening.file.index);
  if (next) nextUp.offer(next.name, () => playFile(next.index));
}

/** Whether the page says that people are looked for. @param {import("../shared/types.js").Torrent | null} torrent */
function waitsForPeople(torrent) {
  if (!torrent || torrent.paused || torrent.state === "error") return false;
  return !torrent.has_metadata || (torrent.peers === 0 && torrent.progress < 1);
}

/** The torrent whose search is told; nothing while the page is hidden. */
function placeOfSearch() {
  const { torrent } = screening;
  return torrent && !document.hidden ? { torrent: torrent.id, file: -1 } : null;
}

/** What the figures are of; nothing while nobody can see them. */
function placeInSight() {
  const { torrent, file } = screening;
  return torrent && file && !document.hidden ? { torrent: torrent.id, file: file.index } : null;
}

/** @param {number} seconds */
function delaySubtitles(seconds) {
  if (!subtitles.current) return;
  subtitles.delayBy(seconds);
  note.show("delay", text("player_subtitles_moved", delayWords(subtitles.delay)), { seconds: 2 });
}

function toggleStats() {
  stats.toggle();
  render();
}

/** @param {import("./problems.js").ActionName} action */
function act(action) {
  const acts = {
    retry,
    resume: retry,
    again: () => void screening.startAgain(),
    paste: () => pasteForm.show(),
    settings: () => void browser.runtime.openOptionsPage(),
    copy: () => void copyAddress(screening.file?.url ?? "", note),
    setup: () => void browser.tabs.create({ url: setupPage() }),
    files: () => drawer.open(),
    anyway: () => {
      screening.dismissProblem();
      void playback.play();
    },
  };
  acts[action]();
}

function retry() {
  film.forgiveFailures();
  void screening.retry();
}

/** The helper may have been installed in another tab meanwhile. */
function lookAgain() {
  if (document.visibilityState === "visible" && screening.link.state !== "ready") engine.retry();
}

/** While the film still runs from what is buffered, a lost helper is worth one line, not an interruption. */
function tellLostLink() {
  const { state } = screening.link;
  if (state === "ready") note.hide("link");
  else if (playback.begun && state !== "connecting") note.show("link", text("player_restarting"));
}

localize();
fillIcons();
await keepPreferences(video).catch(() => {}); // without them the film starts as loud and fast as any
await keepSubtitleLook();
bindCopyMenu(screening, note);
listenToKeys(commands);
listenToMediaKeys(commands, playback);
fadeAtRest(() => playback.phase === "playing" && !drawer.isOpen && !document.querySelector("dialog[open], :popover-open"));
positions.start();
video.addEventListener("pause", () => positions.save());
video.addEventListener("timeupdate", () => film.check());
video.addEventListener("ended", offerNext);
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("pagehide", () => film.leave());
window.addEventListener("pageshow", () => film.comeBack());
window.addEventListener("hashchange", () => location.reload());
byId("help_close", HTMLButtonElement).addEventListener("click", () => help.close());
screening.attend({ onChange: render, onStream: showStream });
engine.onLink(tellLostLink);
engine.onNotification("torrents.changed", () => drawer.isOpen && void shelf.refresh());
