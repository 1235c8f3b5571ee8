// Types of docs/protocol.md and of the messages inside the extension. Use them from JSDoc:
// @typedef {import("../shared/types.js").Torrent} Torrent

export type TorrentState =
  | "fetching_torrent"
  | "finding_peers"
  | "fetching_metadata"
  | "checking"
  | "downloading"
  | "idle"
  | "complete"
  | "paused"
  | "error";

export interface Notice {
  code: number;
  name: string;
  /** One English sentence for logs; the interface shows `noticeWords(notice)`. */
  message: string;
  /** The reason of `name`, a word of docs/protocol.md. */
  reason?: string;
  /** With the reason `too_large`: bytes that do not fit on the disk. */
  missing_bytes?: number;
}

export interface Torrent {
  id: string;
  name: string;
  info_hash: { v1?: string; v2?: string };
  state: TorrentState;
  /** Seconds since the state began. */
  state_since: number;
  notice: Notice | null;
  has_metadata: boolean;
  paused: boolean;
  /** Bytes of all files. */
  size: number;
  /** Verified bytes. */
  done: number;
  /** 0…1 of the wanted bytes. */
  progress: number;
  /** Bytes per second. */
  download_rate: number;
  upload_rate: number;
  peers: number;
  seeds: number;
  /** Seconds. */
  eta: number | null;
  viewers: number;
  file_count: number;
  main_file: number | null;
  /** The file that plays when none is chosen. */
  start_file?: number | null;
  /** The file that was watched last, and its position. */
  watched?: { file: number; seconds: number; duration: number } | null;
  /** Files that the person keeps, and the number of them in the downloads folder. */
  kept?: { files: number; there: number; error: Notice | null } | null;
  /** Seconds since 1970. */
  added_at: number;
}

/** The params of `torrents.changed`: the id and the members that changed. */
export type TorrentChange = Partial<Torrent> & { id: string };

export interface Details {
  magnet: string;
  piece_length: number;
  piece_count: number;
  comment: string;
  trackers: string[];
  private: boolean;
  folder: string;
}

export type FileKind = "video" | "audio" | "subtitle" | "image" | "other";

export interface TorrentFile {
  index: number;
  /** Relative, with "/". Hostile text: show with textContent only. */
  path: string;
  name: string;
  size: number;
  done: number;
  selected: boolean;
  /** Path in the person's folder; "" until it is there, null when it is not kept. */
  kept?: string | null;
  /** 0…1 */
  watched?: number;
  /** A sample, trailer or bonus, which never opens by itself. */
  extra?: boolean;
  kind: FileKind;
  /** The form in which the viewer shows it; "none": it can only be saved. */
  view: "picture" | "text" | "pdf" | "none";
  /** Absolute; contains the token, which is new at each start of the daemon. */
  url: string;
}

export interface Status {
  version: string;
  pid: number;
  uptime: number;
  clients: number;
  torrents: number;
  download_rate: number;
  upload_rate: number;
  dht_nodes: number;
  listen_port: number;
  http_port: number;
  disk: { folder: string; used: number; limit: number; free: number };
  /** Warnings about this start of the daemon. */
  warnings: {
    kind: "setting_ignored" | "library_restored" | "library_replaced" | "cache_kept" | "sandbox_landlock" | "sandbox_none";
    subject: string;
  }[];
}

/** One viewer of one file; places are bytes in that file, rates bytes per second. */
export interface Reader {
  viewer: string | null;
  file: number | null;
  position: number;
  window: { begin: number; end: number };
  buffered_seconds: number;
  bitrate: number;
  rate: number;
  waited_seconds: number;
  waiting: boolean;
  stalls: number;
  connections: number;
}

/** The sources of a torrent's peers. */
export interface Search {
  /** Peers from a link, a tracker, DHT, LSD or another peer. */
  known: number;
  connecting: number;
  /** Since the torrent was started. */
  dialled: number;
  dht: boolean;
  lsd: boolean;
  trackers: { host: string; status: "waiting" | "asking" | "answered" | "failed"; message: string; next_seconds: number }[];
}

export interface TorrentStats {
  id: string;
  name: string;
  /** Bytes, since the daemon started. */
  downloaded: number;
  /** Bytes of it that had been downloaded already. */
  wasted: number;
  /** Bytes of it that failed a hash check. */
  corrupt: number;
  hash_failures: number;
  /** Pieces that a viewer waits for, that failed their hash check and are not downloaded again yet. */
  fetched_again: number;
  /** Peers that were proven to send wrong bytes. */
  banned: { address: string; wrong_blocks: number }[];
  /** Bytes per second. */
  download_rate: number;
  /** Bytes per second; 0: none. */
  limit: number;
  /** Bytes. */
  in_flight: number;
  peers: {
    tcp: number;
    utp: number;
    /** Peers reached by WebRTC. */
    web_peers: number;
    web_seeds: number;
    encrypted: number;
    seeds: number;
    choking: number;
    snubbed: number;
  };
  search: Search;
  web_seeds: WebSeed[];
  readers: Reader[];
}

/** Whether the extension is to connect to web peers now, and where it hands them over. */
export interface BridgeState {
  wanted: boolean;
  /** Empty while it was never wanted. */
  url: string;
}

/** A web server that has the torrent's files (BEP 19). */
export interface WebSeed {
  host: string;
  state: "idle" | "connecting" | "active" | "waiting" | "left";
  /** Its last error, or the feature that it lacks. */
  error: string | null;
  /** Bytes. */
  downloaded: number;
  /** Bytes per second. */
  download_rate: number;
  connections: number;
}

export interface Settings {
  listen_interfaces: string;
  dht: boolean;
  lsd: boolean;
  port_mapping: boolean;
  utp: boolean;
  download_limit: number;
  upload_limit: number;
  connections_limit: number;
  cache_folder: string;
  cache_size: number;
  only_watched: boolean;
  memory_limit: number;
  idle_exit: number;
  local_torrent_links: boolean;
  web_peers: string;
  web_trackers: string;
  stun_servers: string;
}

/** Formats of this browser: codecs in an MP4 for MediaSource, and containers it plays by Range requests. */
export interface BrowserCan {
  mse: string[];
  direct: string[];
}

/** `index` is that of the stream in the file. Languages and titles come from the file: hostile text. */
export interface VideoTrack {
  index: number;
  codec: string;
  profile: string;
  width: number;
  height: number;
  bit_depth: number;
  fps: number;
  /** Interlaced: its frames show combing unless they are deinterlaced. */
  interlaced: boolean;
}

export interface AudioTrack {
  index: number;
  /** TorrentFile.index of the file that holds it, when that is not the film. */
  file?: number;
  codec: string;
  channels: number;
  /** As in the file, for example "eng"; "" when it tells none. */
  language: string;
  title: string;
  default: boolean;
  /** The kinds of HTML's AudioTrack; a track that is not "main" plays only when it is chosen. */
  kind: "main" | "descriptions" | "commentary" | "alternative";
}

export interface SubtitleTrack {
  index: number;
  codec: string;
  language: string;
  title: string;
  default: boolean;
  forced: boolean;
  /** The form in which it is sent beside the film; null: it is not. */
  form: SubtitleForm | null;
}

/** vtt: text. ass: a script with styles. sup, dvb: bitmap subtitles. */
export type SubtitleForm = "vtt" | "ass" | "sup" | "dvb";

/** A subtitle cue. `text` may hold <i>, <b> and <u>, escaped as in WebVTT. */
export interface Cue {
  /** Seconds of the film. */
  start: number;
  end: number;
  text: string;
}

export interface Chapter {
  /** Seconds. */
  start: number;
  end: number;
  title: string;
}

export interface MediaProbe {
  container: string;
  /** Seconds, 0 when unknown. */
  duration: number;
  /** Bytes per second, 0 when unknown. */
  bitrate: number;
  video: VideoTrack | null;
  audio: AudioTrack[];
  subtitles: SubtitleTrack[];
  chapters: Chapter[];
  /** The tags of a song; each may be "". Hostile text: show with textContent only. */
  tags?: SongTags;
}

export interface SongTags {
  title: string;
  artist: string;
  album: string;
}

export interface MediaPlan {
  /** direct: the file's own URL plays in this browser. repackage: media.open gives a stream that does. */
  mode: "direct" | "repackage" | "unplayable";
  video: "copy" | "h264" | "none";
  audio: "copy" | "aac" | "opus" | "none";
  /** AudioTrack.index of the audio track. */
  audio_track: number | null;
  /** SubtitleTrack.index of the subtitle track that is sent with the film. */
  subtitle_track: number | null;
  subtitle_form: SubtitleForm | null;
  /** As far as it is known beforehand; "" when only the init segment tells. */
  mime: string;
  reason: string;
  /** Height of an encoded picture, in pixels; null when it is copied. */
  height: number | null;
  /** The video encoder: "software", "vaapi" or "nvenc". */
  encoder: string | null;
}

export interface MediaDescription {
  /** Whether the daemon has ffmpeg; without it there is no probe and the plan is "direct". */
  ffmpeg: boolean;
  probe: MediaProbe | null;
  plan: MediaPlan;
}

export interface HelloResult {
  protocol: number;
  host: { name: string; version: string };
  capabilities: string[];
  http: { base: string };
}

type Empty = Record<string, never>;

/** Method name → params and result. */
export interface Methods {
  "torrents.add": {
    params: ({ source: string } | { torrent: string }) & { paused?: boolean };
    result: { id: string; existing: boolean };
  };
  "torrents.list": { params: { offset?: number; limit?: number }; result: { torrents: Torrent[]; total: number } };
  "torrents.get": { params: { id: string }; result: { torrent: Torrent; details: Details } };
  "torrents.files": {
    params: { id: string; offset?: number; limit?: number };
    result: { files: TorrentFile[]; total: number; offset: number };
  };
  "torrents.pause": { params: { id: string }; result: Empty };
  "torrents.resume": { params: { id: string }; result: Empty };
  "torrents.remove": { params: { id: string; data: "keep" | "delete" }; result: Empty };
  "torrents.select": { params: { id: string; files: number[] }; result: Empty };
  /** files: all when missing. keep: false undoes it. */
  "torrents.keep": { params: { id: string; files?: number[]; keep?: boolean }; result: Empty };
  "torrents.here": { params: { id: string; file: number }; result: { parts: number[] } };
  "programs.list": { params: Empty; result: { programs: string[] } };
  "programs.open": { params: { id: string; file: number; program: string }; result: Empty };
  "torrents.subscribe": { params: Empty; result: { torrents: Torrent[]; total: number } };
  "torrents.unsubscribe": { params: Empty; result: Empty };
  "streams.open": { params: { id: string; file?: number }; result: { file: TorrentFile; playlist: string; hls: string } };
  "media.describe": {
    params: { id: string; file: number; viewer?: string; can: BrowserCan };
    result: MediaDescription;
  };
  "media.open": {
    params: {
      id: string;
      file: number;
      viewer: string;
      /** Seconds. */
      at: number;
      /** AudioTrack.index */
      audio?: number;
      /** TorrentFile.index of a file beside the film whose sound replaces the film's own. */
      sound_file?: number;
      /** SubtitleTrack.index */
      subtitle?: number;
      reencode?: boolean;
      /** Pixels that a new picture has at most; without it, as the machine can. */
      height?: number;
      can: BrowserCan;
    };
    result: { session: string; url: string; mime: string; plan: MediaPlan };
  };
  "media.subtitles": {
    /** data: base64 of the file. encoding: its encoding; guessed when missing. */
    params: { data: string; encoding?: string; offset?: number };
    result: { cues: Cue[]; total: number; offset: number; encoding: string };
  };
  "media.close": { params: { session: string }; result: Empty };
  "positions.get": { params: { id: string; file: number }; result: { seconds: number; duration: number } };
  "positions.set": { params: { id: string; file: number; seconds: number; duration: number }; result: Empty };
  "bridge.get": { params: Empty; result: BridgeState };
  "settings.get": { params: Empty; result: { settings: Settings } };
  "settings.set": { params: { settings: Partial<Settings> }; result: { settings: Settings } };
  "status.get": { params: Empty; result: Status };
  "stats.get": {
    params: { id: string } | { offset?: number; limit?: number };
    result: { torrents: TorrentStats[]; total: number; memory: { used: number; limit: number } };
  };
  "stats.trace": { params: { id: string; on: boolean }; result: { path: string | null } };
  "daemon.stop": { params: Empty; result: Empty };
}

export interface Notifications {
  "torrents.added": { torrent: Torrent };
  "torrents.changed": { torrents: TorrentChange[] };
  "torrents.removed": { id: string; replaced_by?: string; reason: "user" | "duplicate" | "cache_full" };
  "bridge.changed": BridgeState;
  "settings.changed": { settings: Settings };
}

/**
 * State of the connection to the host. connecting: no answer yet. ready: it answers. lost: the daemon went away and is
 * being started again. crashed, protocol: the host ended or sent invalid messages; it is tried again automatically.
 * not_installed, not_allowed, outdated: only the person can help; tried again on retry().
 */
export type LinkState =
  | "connecting"
  | "ready"
  | "lost"
  | "crashed"
  | "protocol"
  | "not_installed"
  | "not_allowed"
  | "outdated";

export interface Link {
  state: LinkState;
  /** The browser's or the host's error text, for a details section. */
  detail: string;
  /** http://127.0.0.1:<port>/<token>/ while ready. */
  httpBase: string | null;
  hostVersion: string | null;
}

export interface ErrorObject {
  code: number;
  name: string;
  message: string;
  data: Record<string, unknown>;
}

export interface EngineClient {
  request<M extends keyof Methods>(
    method: M,
    params: Methods[M]["params"],
    options?: { timeoutMs?: number },
  ): Promise<Methods[M]["result"]>;
  /** Returns a function that unsubscribes. */
  onNotification<N extends keyof Notifications>(method: N, handler: (params: Notifications[N]) => void): () => void;
  /** Called at once with the current link, then on each change. */
  onLink(handler: (link: Link) => void): () => void;
  /** Connects to the host again now. */
  retry(): void;
  close(): void;
}

/** Messages, named by their direction. */
export type PageToBackground =
  | { type: "page-bg:request"; id: number; method: string; params: object; timeoutMs?: number }
  | { type: "page-bg:retry" };

export type BackgroundToPage =
  | { type: "bg-page:answer"; id: number; result: unknown }
  | { type: "bg-page:answer"; id: number; error: ErrorObject }
  | { type: "bg-page:notification"; method: string; params: object }
  | { type: "bg-page:link"; link: Link };

export interface OpenLinkMessage {
  type: "content-bg:open";
  /** At most 16 KiB. */
  link: string;
  /** True for the person's own click, false for an event that the page made. */
  trusted: boolean;
  /** True when the page has a recent user activation. */
  activated: boolean;
  where: "current" | "background";
}

declare global {
  // eslint-disable-next-line no-var
  var browser: typeof chrome | undefined;
}
