// The buttons over the lower edge of the picture.

import { byId, make, setText } from "../shared/dom.js";
import { clock, percent, text } from "../shared/i18n.js";
import { setIcon } from "../style/icons.js";
import { speedWords } from "./describe.js";
import { SeekBar } from "./seek_bar.js";

/** @typedef {import("./commands.js").Commands} Commands */

export const kSpeeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

export class Controls {
  #play = byId("play", HTMLButtonElement);
  #time = byId("time", HTMLElement);
  #mute = byId("mute", HTMLButtonElement);
  #volume = byId("volume", HTMLInputElement);
  #speed = byId("speed", HTMLSelectElement);
  #menuSpeed = byId("menu_speed", HTMLSelectElement);
  #full = byId("full", HTMLButtonElement);

  /**
   * @param {import("./playback.js").Playback} playback
   * @param {Commands} commands
   * @param {() => string | null} pictures the address of the film's pictures
   */
  constructor(playback, commands, pictures) {
    this.playback = playback;
    this.seekBar = new SeekBar(playback, pictures);
    this.#fillSpeeds();
    this.#bind(commands);
    document.addEventListener("fullscreenchange", () => this.update());
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
    this.#speed.value = this.#menuSpeed.value = String(video.playbackRate);
    const whole = document.fullscreenElement !== null;
    setIcon(this.#full, whole ? "window" : "full", text(whole ? "player_leave_full_screen" : "player_full_screen"));
    this.seekBar.update();
  }

  #fillSpeeds() {
    for (const select of [this.#speed, this.#menuSpeed]) {
      for (const speed of kSpeeds) {
        const option = make("option", "", speedWords(speed));
        option.value = String(speed);
        select.append(option);
      }
    }
  }

  /** The wheel over the picture is louder and softer; over a list it scrolls. @param {WheelEvent} event @param {Commands} commands */
  #turn(event, commands) {
    const over = event.target instanceof Element && event.target.closest("#status, #stats, #note, select, [popover]");
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
    for (const select of [this.#speed, this.#menuSpeed]) {
      select.addEventListener("change", () => {
        video.playbackRate = Number(select.value);
      });
    }
    byId("stage", HTMLElement).addEventListener("wheel", (event) => this.#turn(event, commands), { passive: true });
  }
}
