// The player tab: joins the engine's side (screening), the video (playback, film) and what a person sees and presses.

import { browser } from "../shared/browser.js";
import { byId } from "../shared/dom.js";
import { asEngineError, errorWords } from "../shared/errors.js";
import { localize, text } from "../shared/i18n.js";
import { recognise } from "../shared/magnet.js";
import { readableName } from "../shared/names.js";
import { picturesOf } from "../shared/pictures.js";
import { listPage, playerForSource, playerForTorrent, setupPage } from "../shared/places.js";
import { addTorrentFile, takeWhatComes } from "../shared/intake.js";
import { OpenPlayer } from "../shared/players.js";
import { titleOf } from "../shared/titles.js";
import { fillIcons, setIcon, tellKeys } from "../style/icons.js";
import { AudioMenu } from "./audio_menu.js";
import { makeCommands } from "./commands.js";
import { Controls } from "./controls.js";
import { DamagedData } from "./damaged_data.js";
import { describe } from "./describe.js";
import { EndCard } from "./end_card.js";
import { engine, screening, wish } from "./early.js";
import { FileDrawer } from "./file_drawer.js";
import { FilmMenu } from "./film_menu.js";
import { HerePoll } from "./here_poll.js";
import { Keeper, keptState } from "./keeper.js";
import { isPlayable } from "./file_order.js";
import { FileShelf } from "./file_shelf.js";
import { Film } from "./film.js";
import { listenToKeys } from "./keyboard.js";
import { MusicView } from "./music_view.js";
import { NextUp } from "./next_up.js";
import { Note } from "./note.js";
import { Playback } from "./playback.js";
import { needsWholeFile } from "./playback_check.js";
import { Positions } from "./positions.js";
import { problemOf } from "./problems.js";
import { keepPreferences, keepSubtitleLook } from "./preferences.js";
import { saveAs } from "./save_as.js";
import { fadeAtRest } from "./rest.js";
import { bindCopyMenu, copyAddress, PasteForm } from "./sharing.js";
import { StateView } from "./state_view.js";
import { Stats } from "./stats.js";
import { StreamFigures } from "./stream_figures.js";
import { delayWords, kDelayStep, SubtitleMenu } from "./subtitle_menu.js";
import { Subtitles } from "./subtitles.js";
import { listenToMediaKeys, tellPosition, tellTitle, WakeLock } from "./system.js";

/** Windows narrower than this have the list of files below the picture (player.css), where it is in the way. */
const kNarrow = 720;

/** For a film of which nobody knows how many pictures a second it has. */
const kUsualFps = 25;

const root = document.documentElement;
const help = byId("help", HTMLDialogElement);
const nextFile = byId("next_file", HTMLButtonElement);
const previousFile = byId("previous_file", HTMLButtonElement);
const keepFilm = byId("keep_film", HTMLButtonElement);
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
const shelf = new FileShelf(engine, filesCame);
const keeper = new Keeper(engine, { screening, shelf, note });
const stateView = new StateView(act);
const pasteForm = new PasteForm();
const figures = new StreamFigures(engine, { place: placeInSight, onChange: render });
const stats = new Stats(figures);
const search = new StreamFigures(engine, { place: placeOfSearch, onChange: render });
const damagedData = new DamagedData(new StreamFigures(engine, { place: placeInSight, onChange: render }));
const nextUp = new NextUp();
const music = new MusicView(video);
const wakeLock = new WakeLock();
const drawer = new FileDrawer({
  onPlay: playFile,
  onKeep: (files, keep) => void keeper.keep(files, keep),
  onFolder: (index) => void keeper.open("folder", index),
  onOpen: () => void shelf.refresh(),
});
const commands = makeCommands(playback, {
  next: playNext,
  previous: () => playBeside(-1),
  keep: () => void keeper.press(),
  switchSubtitles: () => subtitles.toggle() || subtitleMenu.toggle(),
  frameSeconds: () => 1 / (film.fps || kUsualFps),
  files: () => drawer.toggle(),
  stats: toggleStats,
  audio: () => audioMenu.toggle(),
  subtitles: () => subtitleMenu.toggle(),
  sooner: () => delaySubtitles(-kDelayStep),
  later: () => delaySubtitles(kDelayStep),
  help: () => help.showModal(),
  escape: () => (nextUp.cancel(), endCard.hide(), drawer.close()),
});
const endCard = new EndCard({
  again: () => (endCard.hide(), playback.seek(0), void playback.play()),
  next: playNext,
  keep: () => void keeper.press(),
  remove: () => void removeFilm(),
});
const filmMenu = new FilmMenu(keeper, {
  menu_audio: () => audioMenu.toggle(),
  menu_pip: () => commands.pictureInPicture(),
  menu_stats: toggleStats,
  menu_help: () => help.showModal(),
  menu_save: () => void saveFilm(),
});
const openPlayer = new OpenPlayer({ torrent: () => wish.torrent, pause: () => playback.phase === "playing" && playback.pause() });
const controls = new Controls(playback, commands, picturesAddress);
const herePoll = new HerePoll(engine, { place: placeInSight, onParts: (parts) => controls.seekBar.showHere(parts) });

/** Sound alone has nothing to show at its places. */
function picturesAddress() {
  const { link, torrent, file } = screening;
  return link.httpBase && torrent && file?.kind === "video" ? picturesOf(link.httpBase, torrent.id, file.index) : null;
}

/** The name of what is shown: the file's, else the torrent's, else what the link calls itself. */
function rawName() {
  const { torrent, file } = screening;
  const ofFile = file && isPlayable(file) && (torrent?.file_count ?? 1) > 1 ? file.name : "";
  return readableName(ofFile || torrent?.name || recognise(wish.source)?.name || "");
}

/** The list of files is here, or new. */
function filesCame() {
  keeper.look();
  render();
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
  stateView.showTitle(titleOf(rawName()), rawName());
  stateView.show(describe(known()));
  controls.update();
  controls.seekBar.showChapters(film.chapters);
  audioMenu.update(film.audioTracks(shelf.files), film.audio);
  subtitles.offer(film.subtitleTracks, file, shelf.files, film.fps);
  subtitleMenu.update(file?.kind === "video");
  music.update(file, shelf.files);
  drawer.update(shelf.files, shelf.total, file?.index ?? null);
  nextFile.hidden = !file || !shelf.after(file.index);
  previousFile.hidden = !file || !shelf.after(file.index, -1);
  showKept();
  if (playback.phase !== "ended") endCard.hide();
  stats.update(torrent, playback);
  wakeLock.want(playback.phase === "playing" && video.videoWidth > 0);
}

function showKept() {
  const { file } = keeper;
  const state = keptState(file);
  keepFilm.hidden = file === null || !isPlayable(file);
  keepFilm.setAttribute("aria-pressed", String(state !== "no"));
  const words = { no: "player_keep", coming: "player_kept", there: "player_show_folder" };
  setIcon(keepFilm, state === "there" ? "folder" : "keep", text(words[state]));
  filmMenu.update();
  endCard.update(file);
  keeper.tellFailure(screening.torrent?.kept);
}

/** @returns {import("./describe.js").Known} */
function known() {
  const { link, torrent, file, problem } = screening;
  const { phase, begun, bufferedShare } = playback;
  const { preparing } = film;
  const damaged = damagedData.lasts;
  const wholeFileFirst = file !== null && film.isDirect && needsWholeFile(video, file.name);
  const { search: found = null } = search.swarm ?? {};
  const waited = playback.phaseSeconds;
  const facts = { canAddAgain: wish.source !== "", wholeFileFirst, preparing, damaged, search: found, waited };
  return { link, torrent, problem, ...facts, phase, begun, bufferedShare };
}

function showStream() {
  if (screening.torrent) void shelf.load(screening.torrent.id);
  herePoll.look();
  void film.show();
}

function filmBegins() {
  nextUp.cancel();
  subtitles.reset();
  if (screening.file?.kind !== "audio") tellTitle({ title: titleOf(rawName()) });
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
  playBeside(1);
}

/** @param {number} step */
function playBeside(step) {
  const other = screening.file && shelf.after(screening.file.index, step);
  if (other) playFile(other.index);
}

/** Between songs nobody is asked. */
function filmEnded() {
  positions.save();
  const next = screening.file && shelf.after(screening.file.index);
  if (next?.kind === "audio") return playFile(next.index);
  if (next) nextUp.offer(next.name, () => playFile(next.index), () => endCard.show(next));
  else endCard.show(null);
}

async function removeFilm() {
  const { torrent } = screening;
  if (!torrent) return;
  endCard.hide();
  await engine.request("torrents.remove", { id: torrent.id, data: "delete" }).catch((error) => screening.report(asEngineError(error)));
}

async function saveFilm() {
  const { file } = keeper;
  try {
    if (file && (await saveAs(file))) note.show("keep", text("player_saving"), { seconds: 6 });
  } catch (error) {
    note.show("keep", text("player_save_failed", String(/** @type {Error} */ (error).message)), { seconds: 10 });
  }
}

/** @param {File} file */
async function openTorrentFile(file) {
  try {
    location.assign(playerForTorrent(await addTorrentFile(engine, file)));
  } catch (error) {
    note.show("drop", text("player_torrent_failed", errorWords(asEngineError(error))), { seconds: 10 });
  }
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
    others: () => void browser.tabs.create({ url: listPage() }),
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
tellKeys();
await keepPreferences(video).catch(() => {}); // without them the film starts as loud and fast as any
await keepSubtitleLook();
bindCopyMenu(screening, note);
listenToKeys(commands);
listenToMediaKeys(commands, playback);
fadeAtRest(() => playback.phase === "playing" && !drawer.isOpen && !document.querySelector("dialog[open], :popover-open"));
positions.start();
video.addEventListener("pause", () => positions.save());
video.addEventListener("timeupdate", () => {
  film.check();
  music.warmUp(screening.file && shelf.after(screening.file.index));
});
for (const name of ["playing", "pause", "seeked", "ratechange", "durationchange"]) video.addEventListener(name, () => tellPosition(video));
video.addEventListener("ended", filmEnded);
video.addEventListener("playing", () => openPlayer.plays());
takeWhatComes({
  source: (source) => void playerForSource(source).then((url) => location.assign(url)),
  torrent: (file) => void openTorrentFile(file),
  subtitles: (file) => subtitles.chooseOwn(file),
  nothing: () => note.show("drop", text("player_drop_nothing"), { seconds: 6 }),
});
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("pagehide", () => film.leave());
window.addEventListener("pageshow", () => film.comeBack());
window.addEventListener("hashchange", () => location.reload());
byId("help_close", HTMLButtonElement).addEventListener("click", () => help.close());
screening.attend({ onChange: render, onStream: showStream });
engine.onLink(tellLostLink);
engine.onNotification("torrents.changed", ({ torrents }) => {
  const kept = torrents.some(({ id, kept }) => id === screening.torrent?.id && kept !== undefined);
  if (kept) void shelf.load(screening.torrent?.id ?? "");
  else if (drawer.isOpen) void shelf.refresh();
});
herePoll.start();
