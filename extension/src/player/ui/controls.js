// The buttons over the lower edge of the picture.

import { byId, setText } from "../../shared/dom.js";
import { clock, percent, text } from "../../shared/i18n.js";
import { picturesOf } from "../../shared/pictures.js";
import { setIcon } from "../../style/icons.js";
import { SeekBar } from "./seeking/seek_bar.js";
import { SpeedMenu } from "./menus/speed_menu.js";

/** @typedef {import("./commands.js").Commands} Commands */

/**
 * The thumbnail address of the open film; null: the file is of another kind.
 * @param {import("../source/stream_opener.js").StreamOpener} opener
 * @param {import("../../shared/types.js").FileKind} kind
 */
function picturesAddress({ link, torrent, file }, kind) {
  return link.httpBase && torrent && file?.kind === kind ? picturesOf(link.httpBase, torrent.id, file.index) : null;
}

export class Controls {
  #play = byId("play", HTMLButtonElement);
  #time = byId("time", HTMLElement);
  #mute = byId("mute", HTMLButtonElement);
  #volume = byId("volume", HTMLInputElement);
  #speed;
  #full = byId("full", HTMLButtonElement);

  /**
   * @param {import("../source/playback.js").Playback} playback
   * @param {Commands} commands
   * @param {import("../source/stream_opener.js").StreamOpener} opener
   */
  constructor(playback, commands, opener) {
    this.playback = playback;
    this.opener = opener;
    this.seekBar = new SeekBar(playback, () => picturesAddress(opener, "video"));
    this.#speed = new SpeedMenu(playback.video);
    this.#bind(commands);
    document.addEventListener("fullscreenchange", () => this.update());
  }

  /** The address of the cover embedded in a song; null for a film. */
  get coverAddress() {
    const pictures = picturesAddress(this.opener, "audio");
    return pictures && `${pictures}poster`;
  }

  update() {
    const { video, time, duration, phase } = this.playback;
    const running = !video.paused && phase !== "ended";
    setIcon(this.#play, running ? "pause" : "play", text(running ? "player_pause" : "player_play"));
    setText(this.#time, duration > 0 ? text("player_time_of", clock(time), clock(duration)) : clock(time));
    const silent = video.muted || video.volume === 0;
    setIcon(this.#mute, silent ? "muted" : "sound", text(silent ? "player_unmute" : "player_mute"));
    this.#volume.value = String(video.muted ? 0 : video.volume);
    this.#volume.setAttribute("aria-valuetext", percent(Number(this.#volume.value)));
    this.#speed.update();
    const whole = document.fullscreenElement !== null;
    setIcon(this.#full, whole ? "window" : "full", text(whole ? "player_leave_full_screen" : "player_full_screen"));
    this.seekBar.update();
  }

  /** The wheel sets the volume over the picture; over a list it scrolls. @param {WheelEvent} event @param {Commands} commands */
  #turn(event, commands) {
    const over = event.target instanceof Element && event.target.closest("#status, #stats, #toast, select, [popover]");
    if (over || event.ctrlKey || event.deltaY === 0 || !this.playback.begun) return;
    commands.volumeBy(event.deltaY < 0 ? 0.05 : -0.05);
  }

  /** @param {Commands} commands */
  #bind(commands) {
    /** @type {[string, () => void][]} */
    const clicks = [
      ["play", commands.toggle],
      ["big_play", commands.toggle],
      ["video", commands.toggle],
      ["back_10", () => commands.seekBy(-10)],
      ["forward_10", () => commands.seekBy(10)],
      ["mute", commands.mute],
      ["next_file", commands.next],
      ["previous_file", commands.previous],
      ["keep_film", commands.keep],
      ["pip", commands.pictureInPicture],
      ["full", commands.fullScreen],
      ["show_files", commands.files],
      ["show_stats", commands.stats],
      ["show_help", commands.help],
    ];
    for (const [id, act] of clicks) byId(id, HTMLElement).addEventListener("click", () => act());
    byId("video", HTMLElement).addEventListener("dblclick", () => commands.fullScreen());
    byId("pip", HTMLElement).hidden = !document.pictureInPictureEnabled;
    const { video } = this.playback;
    this.#volume.addEventListener("input", () => {
      video.volume = Number(this.#volume.value);
      video.muted = video.volume === 0;
    });
    byId("stage", HTMLElement).addEventListener("wheel", (event) => this.#turn(event, commands), { passive: true });
  }
}
