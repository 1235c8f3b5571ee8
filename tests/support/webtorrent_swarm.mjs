// Seeds a file, or fetches a magnet link into a folder, with WebTorrent and the trackers it is given alone. One JSON line says when
// it is ready: {"infoHash", "peers"}; it ends with standard input. Needs Node.js 22.
//   node webtorrent_swarm.mjs seed PATH TRACKER
//   node webtorrent_swarm.mjs fetch INFO_HASH TRACKER FOLDER
import WebTorrent from 'webtorrent';

const [what, subject, tracker, folder] = process.argv.slice(2);
// Only by the tracker may they find each other.
const client = new WebTorrent({ dht: false, lsd: false, utp: false, utPex: false, natUpnp: false, natPmp: false });
client.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
/** @type {string[]} */ const kinds = [];
const tell = (torrent) => process.stdout.write(`${JSON.stringify({ infoHash: torrent.infoHash, kinds })}\n`);

if (what === 'seed') {
  const torrent = client.seed(subject, { announce: [tracker] });
  torrent.once('trackerAnnounce', () => tell(torrent));
} else {
  const torrent = client.add(`magnet:?xt=urn:btih:${subject}`, { announce: [tracker], path: folder });
  torrent.on('wire', (wire) => kinds.push(wire.type));
  torrent.once('done', () => tell(torrent));
}
process.stdin.resume().once('end', () => process.exit(0));
