// The player tab: joins the stream opener, the video (playback, film) and the controls.

import { byId } from "../shared/dom.js";
import { text } from "../shared/i18n.js";
import { engine, opener, wish } from "./bootstrap.js";
import { FileListCache } from "./files/file_list_cache.js";
import { openFilm } from "./open_film.js";
import { SubtitlePanel } from "./subtitles/panel.js";
import { Actions } from "./ui/actions.js";
import { makeCommands } from "./ui/commands.js";
import { Controls } from "./ui/controls.js";
import { EndOfFilm } from "./ui/end/end_of_film.js";
import { Watching } from "./ui/figures/watching.js";
import { FileDrawer } from "./ui/file_drawer.js";
import { FilmState } from "./ui/film_state.js";
import { Keeping } from "./ui/keeping.js";
import { TrackMenus } from "./ui/menus/track_menus.js";
import { MusicView } from "./ui/music_view.js";
import { tellTitle } from "./ui/os_controls.js";
import { dressPage } from "./ui/page.js";
import { joinSystem } from "./ui/system.js";
import { Toast } from "./ui/toast.js";

/** Windows narrower than this in pixels have the list of files below the picture (player.css), so it starts closed. */
const kNarrow = 720;

/** The frame rate when the film's own is unknown. */
const kUsualFps = 25;

const nextFile = byId("next_file", HTMLButtonElement);
const previousFile = byId("previous_file", HTMLButtonElement);
const video = byId("video", HTMLVideoElement);

const { showHelp } = dressPage();
const toast = new Toast();
const { playback, positions, film, start } = openFilm(
  { engine, opener, video, toast },
  {
    onNew: filmBegins,
    onChange: render,
    onEnd: filmEnded,
    onTime: () => music.warmUp(opener.file && fileList.after(opener.file.index)),
    onSubtitles: (track, part) => subtitles.take(track, part),
    copyAddress: () => actions.copy(),
  },
);
const subtitles = new SubtitlePanel({ engine, video, toast, readAlong: (track) => film.readAlong(track), onChange: render });
const fileList = new FileListCache(engine, filesCame);
const menus = new TrackMenus(film);
const music = new MusicView(video);
const watching = new Watching(engine, { opener, onChange: render, onParts: (parts) => controls.seekBar.showHere(parts) });
const drawer = new FileDrawer({
  onPlay: playFile,
  onView: (index) => actions.view(index),
  onKeep: (files, keep) => void keeping.keeper.keep(files, keep),
  onFolder: (index) => void keeping.keeper.open("folder", index),
  onOpen: () => void fileList.refresh(),
});
const actions = new Actions({
  ...{ engine, opener, playback, film, fileList, toast },
  openList: () => drawer.open(),
  takeSubtitles: (file) => subtitles.chooseOwn(file),
});
const commands = makeCommands(playback, {
  next: playNext,
  previous: () => playBeside(-1),
  keep: () => void keeping.keeper.press(),
  switchSubtitles: () => subtitles.switch(),
  frameSeconds: () => 1 / (film.fps || kUsualFps),
  files: () => drawer.toggle(),
  stats: toggleStats,
  audio: () => menus.toggleAudio(),
  subtitles: () => subtitles.toggleMenu(),
  sooner: () => subtitles.delayBy(-1),
  later: () => subtitles.delayBy(1),
  help: showHelp,
  escape: () => (end.hide(), drawer.close()),
});
const end = new EndOfFilm({
  again: () => (playback.seek(0), void playback.play()),
  next: playNext,
  keep: () => void keeping.keeper.press(),
  remove: () => void actions.remove(),
});
const keeping = new Keeping(
  { engine, opener, fileList, toast },
  {
    menu_audio: () => menus.toggleAudio(),
    menu_quality: () => menus.toggleQuality(),
    menu_pip: () => commands.pictureInPicture(),
    menu_stats: toggleStats,
    menu_help: showHelp,
  },
);
const controls = new Controls(playback, commands, opener);
const state = new FilmState({ opener, wish, playback, film, watching }, (action) => actions.act(action));
const tellSystem = joinSystem({
  ...{ commands, playback },
  torrent: () => wish.torrent,
  busy: () => drawer.isOpen || document.querySelector("dialog[open], :popover-open") !== null,
});

/** The list of files has been loaded or refreshed. */
function filesCame() {
  keeping.keeper.look();
  render();
}

function render() {
  const { file } = opener;
  watching.update(playback);
  state.show();
  controls.update();
  controls.seekBar.showChapters(film.chapters);
  menus.update(fileList.files);
  subtitles.update(film, file, fileList.files);
  music.update(file, fileList.files, { tags: film.tags, inSong: controls.coverAddress });
  drawer.update(fileList.files, fileList.total, file?.index ?? null);
  nextFile.hidden = !file || !fileList.after(file.index);
  previousFile.hidden = !file || !fileList.after(file.index, -1);
  keeping.update();
  end.update(keeping.keeper.file, playback.phase === "ended");
  tellSystem();
}

function showStream() {
  if (opener.torrent) void fileList.load(opener.torrent.id);
  watching.look();
  void film.show();
}

function filmBegins() {
  end.cancel();
  subtitles.reset();
  if (opener.file?.kind !== "audio") tellTitle({ title: state.title });
}

/** @param {number} index */
function playFile(index) {
  end.cancel();
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

/** Songs follow one another without a question. */
function filmEnded() {
  const next = opener.file && fileList.after(opener.file.index);
  if (next?.kind === "audio") return playFile(next.index);
  end.come(next, () => next && playFile(next.index));
}

function toggleStats() {
  watching.toggleStats();
  render();
}

/** The helper may have been installed in another tab meanwhile. */
function lookAgain() {
  if (document.visibilityState === "visible" && opener.link.state !== "ready") engine.retry();
}

/** While the film plays from its buffer, a lost helper is worth one line, not an interruption. */
function tellLostLink() {
  const { state: link } = opener.link;
  if (link === "ready") toast.hide("link");
  else if (playback.begun && link !== "connecting") toast.show("link", text("player_restarting"));
}

await start();
document.addEventListener("visibilitychange", lookAgain);
opener.attend({ onChange: render, onStream: showStream });
engine.onLink(tellLostLink);
engine.onNotification("torrents.changed", ({ torrents }) => {
  const kept = torrents.some(({ id, kept }) => id === opener.torrent?.id && kept !== undefined);
  if (kept) void fileList.load(opener.torrent?.id ?? "");
  else if (drawer.isOpen) void fileList.refresh();
});
watching.start();
