// One state with its text, from the link, the torrent, the problem and the playback. Pure.

import { number, percent, plural, rate, text } from "../../shared/i18n.js";
import { problemOf } from "../source/problems.js";

/** @typedef {import("../source/problems.js").ActionName} ActionName */
/** @typedef {import("../../shared/types.js").Torrent} Torrent */

/**
 * @typedef {object} View
 * @property {string} state for the page's data-state
 * @property {string} sentence what is going on
 * @property {string} facts numbers in one line
 * @property {string} advice why it takes long, and what can be done
 * @property {number | null} progress null: in progress, but the share is unknown
 * @property {boolean} waiting amber instead of the accent: it does not go on by itself
 * @property {ActionName[]} actions
 *
 * @typedef {object} Known
 * @property {import("../../shared/types.js").Link} link
 * @property {Torrent | null} torrent
 * @property {{name: string} | null} problem
 * @property {boolean} canAddAgain
 * @property {boolean} wholeFileFirst this browser shows nothing of this file before it has all of it
 * @property {"picture" | "sound" | null} preparing what the daemon turns into something this browser can play
 * @property {import("../source/playback.js").Phase} phase
 * @property {boolean} damaged the next part came damaged and has not come again for a while
 * @property {boolean} begun
 * @property {number} [waited] seconds since the film stood still or was asked for
 * @property {number | null} bufferedShare
 * @property {import("../../shared/types.js").Search | null} search where people are looked for; null: not known
 */

/** @type {Record<string, string>} */
const kLinkWords = {
  connecting: "player_connecting",
  lost: "player_restarting",
  crashed: "player_restarting",
  protocol: "player_restarting",
  not_installed: "player_not_installed",
  not_allowed: "player_not_allowed",
  outdated: "player_outdated",
};

/** Problems that say: the film is available, and this browser does not play it. */
const kUnplayable = new Set(["unplayable", "no_picture", "needs_ffmpeg", "media_unreadable"]);

/** Seconds after which missing peers are mentioned: every film begins without any. */
const kSoon = 3;
/** Seconds after which advice is given. */
const kLong = 30;

const kNeedsSetup = new Set(["not_installed", "not_allowed", "outdated"]);

/** @param {string} state @param {string} sentence @param {Partial<View>} [more] @returns {View} */
function view(state, sentence, more = {}) {
  return { state, sentence, facts: "", advice: "", progress: null, waiting: false, actions: [], ...more };
}

/** @param {{name: string}} error @param {Known} known */
function problemView(error, known) {
  const { words, actions } = problemOf(error, known);
  return view(kUnplayable.has(error.name) ? "unplayable" : "problem", words, { actions, progress: 0, waiting: true });
}

/** @param {Known} known */
function linkView({ link }) {
  const sentence = text(kLinkWords[link.state] ?? "player_connecting");
  if (kNeedsSetup.has(link.state)) {
    return view("setup", sentence, { advice: text("player_advice_setup"), actions: ["setup"], progress: 0, waiting: true });
  }
  return view(link.state === "connecting" ? "connecting" : "reconnecting", sentence);
}

/** The number of peers and the download rate. @param {Torrent} torrent */
export function factsOf({ peers, download_rate: speed }) {
  const people = peers > 0 ? plural("player_people", peers) : "";
  return [people, speed > 0 ? rate(speed) : ""].filter(Boolean).join(" · ");
}

/** The peer search: trackers asked and answering, peers known, peers being connected to. @param {Known["search"]} search */
export function searchFacts(search) {
  if (!search) return "";
  const { trackers, known, connecting } = search;
  const answered = trackers.filter(({ status }) => status === "answered").length;
  return [
    trackers.length > 0 ? plural("player_search_trackers", trackers.length, number(answered)) : "",
    known > 0 ? plural("player_search_known", known) : "",
    connecting > 0 ? text("player_search_connecting", number(connecting)) : "",
    search.dht === false ? text("player_search_no_dht") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Whether no source of peers is left: no tracker, no DHT, no known peer. @param {Known["search"]} search */
function asksNobody(search) {
  return search !== null && !search.dht && search.trackers.length === 0 && search.known === 0;
}

/** @param {Torrent} torrent @param {Known["search"]} search */
function searchView(torrent, search) {
  switch (torrent.state) {
    case "fetching_torrent":
      return view("fetching_torrent", text("player_fetching_torrent"));
    case "fetching_metadata":
      return view("fetching_metadata", text("player_fetching_metadata"), { facts: factsOf(torrent) || searchFacts(search) });
    case "paused":
      return view("problem", text("player_stopped"), { actions: ["resume"], progress: 0, waiting: true });
    default:
      return peopleView(torrent, search);
  }
}

/** @param {Torrent} torrent @param {Known["search"]} search */
function peopleView(torrent, search) {
  const sentence = torrent.peers > 0 ? plural("player_finding", torrent.peers) : text("player_finding_none");
  if (!asksNobody(search)) return view("finding_peers", sentence, { facts: searchFacts(search) });
  return view("finding_peers", sentence, { advice: text("player_search_nowhere"), waiting: true, actions: ["settings"] });
}

/** Adds the reason to the state of a long search. @param {Known} known @param {Torrent} torrent */
function withNotice(known, torrent) {
  const found = searchView(torrent, known.search);
  if (!torrent.notice || found.advice) return found;
  const { words: advice, actions } = problemOf(torrent.notice, known);
  return { ...found, advice, actions, waiting: true };
}

/** @param {Torrent} torrent @param {number | null} share */
function bufferingWords(torrent, share) {
  const speed = torrent.download_rate > 0 ? rate(torrent.download_rate) : "";
  if (share !== null && share < 1) {
    return speed ? text("player_buffering_at", percent(share), speed) : text("player_buffering", percent(share));
  }
  return speed ? text("player_opening_at", speed) : text("player_opening");
}

/** @param {"picture" | "sound"} what @param {Torrent} torrent */
function preparingView(what, torrent) {
  const sentence = text(what === "picture" ? "player_preparing_picture" : "player_preparing_sound");
  return view("buffering", sentence, { facts: factsOf(torrent) });
}

/** The state when the next piece is missing and no connected peer has it. @param {Known} known @param {Torrent} torrent */
function nobodyView(known, torrent) {
  const facts = searchFacts(known.search);
  const more = { facts, progress: known.bufferedShare, waiting: true };
  const sentence = text("player_waiting_for_people");
  if (asksNobody(known.search)) return view("buffering", sentence, { ...more, advice: text("player_search_nowhere"), actions: ["settings"] });
  const long = (known.waited ?? 0) >= kLong;
  const notice = torrent.notice ?? (long ? { name: "no_peers" } : null);
  if (!notice) return view("buffering", sentence, more);
  const { words: advice, actions } = problemOf(notice, known);
  return view("buffering", sentence, { ...more, advice, actions });
}

/** @param {Known} known @param {Torrent} torrent */
function bufferingView(known, torrent) {
  const complete = torrent.progress >= 1;
  const facts = torrent.peers > 0 ? plural("player_people", torrent.peers) : "";
  if (torrent.notice?.reason === "too_large" && !known.begun) {
    const advice = problemOf(torrent.notice, known).words;
    return view("buffering", bufferingWords(torrent, known.bufferedShare), { facts, advice, progress: known.bufferedShare, actions: ["others"] });
  }
  if (known.wholeFileFirst && !known.begun && !complete) {
    const sentence = text("player_whole_file", percent(torrent.progress), rate(torrent.download_rate));
    const advice = text("player_advice_whole_file");
    return view("buffering", sentence, { facts, advice, progress: torrent.progress, actions: ["copy"] });
  }
  if (torrent.paused) return view("problem", text("player_stopped"), { actions: ["resume"], progress: 0, waiting: true });
  if (torrent.peers === 0 && !complete && (known.waited ?? kSoon) >= kSoon) return nobodyView(known, torrent);
  if (known.damaged && !complete) {
    return view("buffering", text("player_damaged_data"), { facts, progress: known.bufferedShare });
  }
  if (known.preparing && known.bufferedShare === null) return preparingView(known.preparing, torrent);
  return view("buffering", bufferingWords(torrent, known.bufferedShare), { facts, progress: known.bufferedShare });
}

/** @param {Known} known @param {Torrent} torrent */
function torrentView(known, torrent) {
  if (torrent.state === "error") return problemView(torrent.notice ?? { name: "unknown" }, known);
  if (!torrent.has_metadata) return withNotice(known, torrent);
  if (torrent.state === "checking") {
    return view("checking", text("player_checking"), { progress: torrent.progress });
  }
  return bufferingView(known, torrent);
}

/** @param {Known} known @returns {View} */
export function describe(known) {
  const { link, torrent, problem, phase } = known;
  if (phase === "playing" || phase === "paused" || phase === "ended") {
    return problem ? problemView(problem, known) : view(phase, "", { progress: 0 });
  }
  if (link.state !== "ready") return linkView(known);
  if (problem) return problemView(problem, known);
  return torrent ? torrentView(known, torrent) : view("connecting", text("player_asking"));
}

/** Label of a playback speed, for example "1.5×". @param {number} factor */
export function speedWords(factor) {
  return text("player_speed_value", number(factor));
}
