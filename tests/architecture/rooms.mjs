// The room table of docs/architecture.md as data: which room may include which, and which library lives where.

const LEAVES = ['base'];
const BELOW_API = [
  'base',
  'messaging',
  'rpc',
  'library',
  'streaming',
  'tracker',
  'engine',
  'http',
  'media',
  'share',
  'live',
  'gateway',
  'bridge',
];

/** @type {Record<string, string[]>} room → rooms it may include, besides itself */
export const ARROWS = {
  base: [],
  messaging: LEAVES,
  rpc: LEAVES,
  library: LEAVES,
  streaming: LEAVES,
  tracker: ['base', 'rpc'],
  engine: LEAVES,
  http: LEAVES,
  media: LEAVES,
  share: LEAVES,
  live: LEAVES,
  gateway: LEAVES,
  bridge: LEAVES,
  api: BELOW_API,
  app: [...BELOW_API, 'api'],
};

/** The rooms of the player, each of which may import those behind it; "" is the page. */
export const PLAYER_ROOMS = ['', 'subtitles', 'ui', 'source', 'files', 'formats'];

/** More modules than this in one folder of the extension are not one room. */
export const WIDEST_FOLDER = 20;

/** A page that imports more modules than this joins what is for a module of its own to join. */
export const MOST_IMPORTS_OF_PLAYER = 20;

/** Words that the glossary has replaced, in names and comments. */
export const REPLACED_WORDS =
  /\b(?:\w*(?:[Dd]esk(?!top|ri)|[Ss]hel(?:f|ves|ved)|[Ff]orgive|[Cc]aged?(?![a-z])|[Cc]ages|kMostOpening|send_at_once|[Ss]urvey|[Cc]onfiners)\w*|(?:\w*_)?lanes?_?|\w*Lanes?)\b/;

/** Libraries with a fixed place; a header that fits none of them is free for all. */
export const LIBRARIES = [
  { name: 'libtorrent', header: /^libtorrent\//, rooms: ['engine'] },
  { name: 'cpp-httplib', header: /^httplib/, rooms: ['app'] },
  { name: 'Boost.Beast', header: /^boost\/beast/, rooms: ['http'] },
  { name: 'SQLite', header: /^sqlite3/, rooms: ['library'] },
  { name: 'Boost.Process', header: /^boost\/process/, rooms: ['base'] },
  { name: 'nlohmann/json', header: /^nlohmann\//, rooms: ['rpc', 'tracker', 'api', 'app'] },
  { name: 'uchardet', header: /^uchardet/, rooms: ['engine', 'media'] },
  { name: 'zlib', header: /^zlib/, rooms: ['http'] },
  { name: 'OpenSSL', header: /^openssl\//, rooms: ['http'] },
];

/** Above this number of lines a file does more than one thing. */
export const LONGEST_FILE = 400;

/** And a function. */
export const LONGEST_FUNCTION = 50;

/** And a class with more methods, however many files it is written in. */
export const MOST_METHODS = 40;

/** Classes that are above the limit and have to come below it: with how many methods. None may be added. */
/** @type {Record<string, number>} */
export const OWED_METHODS = { PieceStore: 46, RequestScheduler: 68, SessionEngine: 77 };
