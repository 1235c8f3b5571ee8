// The film on the page: the video element, its source, the position at which it stopped, and the person's preferences.

import { Film } from "./source/film.js";
import { Playback } from "./source/playback.js";
import { Positions } from "./source/positions.js";
import { keepPreferences, keepSubtitleLook } from "./source/preferences.js";

/**
 * @typedef {object} FilmEvents
 * @property {() => void} onChange
 * @property {() => void} onNew another film begins
 * @property {() => void} onEnd
 * @property {() => void} onTime the film's clock went on
 * @property {import("./source/pull_session.js").OnSubtitles} onSubtitles
 * @property {() => void} copyAddress
 */

/**
 * @param {object} parts
 * @param {import("../shared/types.js").EngineClient} parts.engine
 * @param {import("./source/stream_opener.js").StreamOpener} parts.opener
 * @param {HTMLVideoElement} parts.video
 * @param {import("./source/film.js").Notices} parts.toast
 * @param {FilmEvents} events
 */
export function openFilm({ engine, opener, video, toast }, events) {
  const playback = new Playback(video, { onChange: events.onChange, onFailure: (code) => void film.failed(code) });
  const positions = new Positions(engine, playback);
  const film = new Film({ engine, opener, playback, positions, toast }, events);
  const start = async () => {
    await keepPreferences(video).catch(() => {}); // without preferences the film starts at normal volume and speed
    await keepSubtitleLook();
    positions.start();
    video.addEventListener("playing", () => positions.follow(true));
    video.addEventListener("pause", () => positions.follow(false));
    video.addEventListener("timeupdate", () => (film.check(), events.onTime()));
    video.addEventListener("ended", () => (positions.save(), events.onEnd()));
    window.addEventListener("pagehide", () => film.leave());
    window.addEventListener("pageshow", () => film.comeBack());
  };
  return { playback, positions, film, start };
}
