// The demo film: Sintel by the Blender Foundation, freely licensed. A web server also has its .torrent file and its
// bytes, so that it starts where neither trackers nor DHT can be reached.

export const kDemo =
  "magnet:?xt=urn:btih:08ada5a7a6183aae1e09d831df6748d566095a10&dn=Sintel" +
  "&xs=https%3A%2F%2Fwebtorrent.io%2Ftorrents%2Fsintel.torrent&ws=https%3A%2F%2Fwebtorrent.io%2Ftorrents%2F" +
  "&tr=udp%3A%2F%2Ftracker.opentrackr.org%3A1337%2Fannounce&tr=udp%3A%2F%2Fexplodie.org%3A6969" +
  "&tr=http%3A%2F%2Ftracker.opentrackr.org%3A1337%2Fannounce";
