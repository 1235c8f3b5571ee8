// The audio tracks of a film: the one to play, and their labels. Pure.

import { languageName, text } from "../../shared/i18n.js";
import { readableName } from "../../shared/names.js";
import { shortName } from "./languages.js";

/** @typedef {import("../../shared/types.js").AudioTrack} AudioTrack */

/** The track that a browser plays by itself. @param {AudioTrack[]} tracks */
export function browserTrack(tracks) {
  return tracks.find((track) => track.default) ?? tracks[0] ?? null;
}

/**
 * The default track of the film; audio description and commentary come only when there is no other track.
 * @param {AudioTrack[]} tracks
 */
export function firstTrack(tracks) {
  const own = tracks.filter((track) => track.kind === "main");
  return browserTrack(own.length > 0 ? own : tracks);
}

/**
 * @param {AudioTrack[]} tracks
 * @param {string} language that a person chose last time, or ""
 * @returns {AudioTrack | null} null when the film is silent
 */
export function trackFor(tracks, language) {
  const wanted = shortName(language);
  const fitting = wanted === null ? [] : tracks.filter((track) => shortName(track.language) === wanted);
  return firstTrack(fitting) ?? firstTrack(tracks);
}

/** @param {number} channels */
function channelWords(channels) {
  /** @type {Record<number, string>} */
  const names = { 1: text("player_audio_mono"), 2: text("player_audio_stereo"), 6: "5.1", 8: "7.1" };
  return names[channels] ?? (channels > 0 ? text("player_audio_channels", channels) : "");
}

/** @param {AudioTrack["kind"]} kind */
function kindWords(kind) {
  if (kind === "descriptions") return text("player_audio_descriptions");
  return kind === "commentary" ? text("player_audio_commentary") : "";
}

/**
 * @param {AudioTrack} track
 * @param {number} position among the tracks, from 0
 * @returns {{name: string, details: string}}
 */
export function trackWords(track, position) {
  const short = shortName(track.language);
  const language = short === null ? "" : languageName(short);
  const title = readableName(track.title);
  const name = language || title || text("player_audio_number", position + 1);
  const details = [title === name ? "" : title, title === "" ? kindWords(track.kind) : "", channelWords(track.channels)];
  return { name, details: details.filter(Boolean).join(" · ") };
}
