// What one grey line says of a torrent. Pure.

import { stateWords } from "../shared/errors.js";
import { duration, percent, plural, rate, text } from "../shared/i18n.js";

/** @typedef {import("../shared/types.js").Torrent} Torrent */

const kSearching = new Set(["fetching_torrent", "finding_peers", "fetching_metadata"]);

/** A longer guess than two days is no knowledge. */
const kLongestEta = 2 * 24 * 3600;

/** Whether the button resumes. @param {Pick<Torrent, "state" | "paused">} torrent */
export function isStopped({ state, paused }) {
  return paused || state === "paused" || state === "error";
}

/** How far the line is; null: going on, nobody knows how far. @param {Pick<Torrent, "state" | "progress">} torrent */
export function progressOf({ state, progress }) {
  return kSearching.has(state) ? null : progress;
}

/** State, speed, people, time left; only what means something now. @param {Torrent} torrent */
export function factsOf(torrent) {
  const { state, progress, download_rate: speed, upload_rate: giving, peers, eta, viewers } = torrent;
  const watched = viewers > 0 && (state === "downloading" || state === "complete" || state === "idle");
  const facts = [watched ? text("popup_watched") : stateWords(state)];
  if (state === "downloading" || state === "checking" || state === "paused") facts.push(percent(progress));
  if (state === "downloading" && speed > 0) facts.push(rate(speed));
  if (state !== "downloading" && giving > 0) facts.push(text("popup_giving", rate(giving)));
  if (peers > 0) facts.push(plural("popup_people", peers));
  if (state === "downloading" && eta !== null && eta < kLongestEta) facts.push(text("popup_left", duration(eta)));
  return facts.join(" · ");
}
