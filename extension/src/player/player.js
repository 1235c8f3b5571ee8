// The player tab: joins the engine's side (stream opener), the video (playback, film) and what a person sees and presses.

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
import { AudioMenu } from "./ui/menus/audio_menu.js";
import { makeCommands } from "./ui/commands.js";
import { Controls } from "./ui/controls.js";
import { DamagedData } from "./ui/damaged_data.js";
import { describe } from "./ui/describe.js";
import { EndCard } from "./ui/end_card.js";
import { engine, opener, wish } from "./bootstrap.js";
import { FileDrawer } from "./ui/file_drawer.js";
import { FilmMenu } from "./ui/menus/film_menu.js";
import { HerePoll } from "./source/here_poll.js";
import { Keeper, keptState } from "./source/keeper.js";
import { isPlayable } from "./files/file_order.js";
import { FileListCache } from "./files/file_list_cache.js";
import { Film } from "./source/film.js";
import { listenToKeys } from "./ui/keyboard.js";
import { MusicView } from "./ui/music_view.js";
import { NextUp } from "./ui/next_up.js";
import { Toast } from "./ui/toast.js";
import { Playback } from "./source/playback.js";
import { needsWholeFile } from "./source/playback_check.js";
import { Positions } from "./source/positions.js";
import { problemOf } from "./source/problems.js";
import { keepPreferences, keepSubtitleLook } from "./source/preferences.js";
import { saveAs } from "./ui/save_as.js";
import { hideWhenIdle } from "./ui/autohide.js";
import { bindCopyMenu, copyAddress, PasteForm } from "./ui/sharing.js";
import { StateView } from "./ui/state_view.js";
import { Stats } from "./ui/stats.js";
import { StreamFigures } from "./source/stream_figures.js";
import { delayWords, kDelayStep, SubtitleMenu } from "./subtitles/menu.js";
import { Subtitles } from "./subtitles/subtitles.js";
import { listenToMediaKeys, tellPosition, tellTitle, WakeLock } from "./ui/os_controls.js";

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
const toast = new Toast();
const film = new Film(
  { engine, opener, playback, positions, toast },
  { onNew: filmBegins, onChange: render, onSubtitles: (track, part) => subtitles.take(track, part), copyAddress: () => act("copy") },
);
const subtitles = new Subtitles({
  engine,
  video,
  captions: byId("captions", HTMLElement),
  pictures: byId("subtitle_pictures", HTMLCanvasElement),
  readAlong: (track) => film.readAlong(track),
  events: { onChange: render, onFailure: (error) => toast.show("subtitles", problemOf(error).words, { seconds: 8 }) },
});
const subtitleMenu = new SubtitleMenu(subtitles);
const audioMenu = new AudioMenu((track) => film.listenTo(track));
const fileList = new FileListCache(engine, filesCame);
const keeper = new Keeper(engine, { opener, fileList, toast });
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
  onOpen: () => void fileList.refresh(),
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
  const { link, torrent, file } = opener;
  return link.httpBase && torrent && file?.kind === "video" ? picturesOf(link.httpBase, torrent.id, file.index) : null;
}

/** The name of what is shown: the file's, else the torrent's, else what the link calls itself. */
function rawName() {
  const { torrent, file } = opener;
  const ofFile = file && isPlayable(file) && (torrent?.file_count ?? 1) > 1 ? file.name : "";
  return readableName(ofFile || torrent?.name || recognise(wish.source)?.name || "");
}

/** The list of files is here, or new. */
function filesCame() {
  keeper.look();
  render();
}

function render() {
  const { link, torrent, file } = opener;
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
  audioMenu.update(film.audioTracks(fileList.files), film.audio);
  subtitles.offer(film.subtitleTracks, file, fileList.files, film.fps);
  subtitleMenu.update(file?.kind === "video");
  music.update(file, fileList.files);
  drawer.update(fileList.files, fileList.total, file?.index ?? null);
  nextFile.hidden = !file || !fileList.after(file.index);
  previousFile.hidden = !file || !fileList.after(file.index, -1);
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
  keeper.tellFailure(opener.torrent?.kept);
}

/** @returns {import("./ui/describe.js").Known} */
function known() {
  const { link, torrent, file, problem } = opener;
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
  if (opener.torrent) void fileList.load(opener.torrent.id);
  herePoll.look();
  void film.show();
}

function filmBegins() {
  nextUp.cancel();
  subtitles.reset();
  if (opener.file?.kind !== "audio") tellTitle({ title: titleOf(rawName()) });
}

/** @param {number} index */
function playFile(index) {
  nextUp.cancel();
  positions.save();
  if (window.innerWidth < kNarrow) drawer.close();
  if (index === opener.file?.index) playback.toggle();
  else opener.play(index);
}

function playNext() {
  playBeside(1);
}

/** @param {number} step */
function playBeside(step) {
  const other = opener.file && fileList.after(opener.file.index, step);
  if (other) playFile(other.index);
}

/** Between songs nobody is asked. */
function filmEnded() {
  positions.save();
  const next = opener.file && fileList.after(opener.file.index);
  if (next?.kind === "audio") return playFile(next.index);
  if (next) nextUp.offer(next.name, () => playFile(next.index), () => endCard.show(next));
  else endCard.show(null);
}

async function removeFilm() {
  const { torrent } = opener;
  if (!torrent) return;
  endCard.hide();
  await engine.request("torrents.remove", { id: torrent.id, data: "delete" }).catch((error) => opener.report(asEngineError(error)));
}

async function saveFilm() {
  const { file } = keeper;
  try {
    if (file && (await saveAs(file))) toast.show("keep", text("player_saving"), { seconds: 6 });
  } catch (error) {
    toast.show("keep", text("player_save_failed", String(/** @type {Error} */ (error).message)), { seconds: 10 });
  }
}

/** @param {File} file */
async function openTorrentFile(file) {
  try {
    location.assign(playerForTorrent(await addTorrentFile(engine, file)));
  } catch (error) {
    toast.show("drop", text("player_torrent_failed", errorWords(asEngineError(error))), { seconds: 10 });
  }
}

/** Whether the page says that people are looked for. @param {import("../shared/types.js").Torrent | null} torrent */
function waitsForPeople(torrent) {
  if (!torrent || torrent.paused || torrent.state === "error") return false;
  return !torrent.has_metadata || (torrent.peers === 0 && torrent.progress < 1);
}

/** The torrent whose search is told; nothing while the page is hidden. */
function placeOfSearch() {
  const { torrent } = opener;
  return torrent && !document.hidden ? { torrent: torrent.id, file: -1 } : null;
}

/** What the figures are of; nothing while nobody can see them. */
function placeInSight() {
  const { torrent, file } = opener;
  return torrent && file && !document.hidden ? { torrent: torrent.id, file: file.index } : null;
}

/** @param {number} seconds */
function delaySubtitles(seconds) {
  if (!subtitles.current) return;
  subtitles.delayBy(seconds);
  toast.show("delay", text("player_subtitles_moved", delayWords(subtitles.delay)), { seconds: 2 });
}

function toggleStats() {
  stats.toggle();
  render();
}

/** @param {import("./source/problems.js").ActionName} action */
function act(action) {
  const acts = {
    retry,
    resume: retry,
    again: () => void opener.startAgain(),
    paste: () => pasteForm.show(),
    settings: () => void browser.runtime.openOptionsPage(),
    copy: () => void copyAddress(opener.file?.url ?? "", toast),
    setup: () => void browser.tabs.create({ url: setupPage() }),
    files: () => drawer.open(),
    others: () => void browser.tabs.create({ url: listPage() }),
    anyway: () => {
      opener.dismissProblem();
      void playback.play();
    },
  };
  acts[action]();
}

function retry() {
  film.resetFailures();
  void opener.retry();
}

/** The helper may have been installed in another tab meanwhile. */
function lookAgain() {
  if (document.visibilityState === "visible" && opener.link.state !== "ready") engine.retry();
}

/** While the film still runs from what is buffered, a lost helper is worth one line, not an interruption. */
function tellLostLink() {
  const { state } = opener.link;
  if (state === "ready") toast.hide("link");
  else if (playback.begun && state !== "connecting") toast.show("link", text("player_restarting"));
}

localize();
fillIcons();
tellKeys();
await keepPreferences(video).catch(() => {}); // without them the film starts as loud and fast as any
await keepSubtitleLook();
bindCopyMenu(opener, toast);
listenToKeys(commands);
listenToMediaKeys(commands, playback);
hideWhenIdle(() => playback.phase === "playing" && !drawer.isOpen && !document.querySelector("dialog[open], :popover-open"));
positions.start();
video.addEventListener("pause", () => positions.save());
video.addEventListener("timeupdate", () => {
  film.check();
  music.warmUp(opener.file && fileList.after(opener.file.index));
});
for (const name of ["playing", "pause", "seeked", "ratechange", "durationchange"]) video.addEventListener(name, () => tellPosition(video));
video.addEventListener("ended", filmEnded);
video.addEventListener("playing", () => openPlayer.plays());
takeWhatComes({
  source: (source) => void playerForSource(source).then((url) => location.assign(url)),
  torrent: (file) => void openTorrentFile(file),
  subtitles: (file) => subtitles.chooseOwn(file),
  nothing: () => toast.show("drop", text("player_drop_nothing"), { seconds: 6 }),
});
document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("pagehide", () => film.leave());
window.addEventListener("pageshow", () => film.comeBack());
window.addEventListener("hashchange", () => location.reload());
byId("help_close", HTMLButtonElement).addEventListener("click", () => help.close());
opener.attend({ onChange: render, onStream: showStream });
engine.onLink(tellLostLink);
engine.onNotification("torrents.changed", ({ torrents }) => {
  const kept = torrents.some(({ id, kept }) => id === opener.torrent?.id && kept !== undefined);
  if (kept) void fileList.load(opener.torrent?.id ?? "");
  else if (drawer.isOpen) void fileList.refresh();
});
herePoll.start();
