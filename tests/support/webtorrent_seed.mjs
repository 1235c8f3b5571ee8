// Seeds a path with WebTorrent until standard input ends; prints its address as one line of JSON. Needs Node.js 22.
import WebTorrent from 'webtorrent';

const client = new WebTorrent({
  dht: false,
  tracker: false,
  lsd: false,
  utp: false,
  utPex: false,
  natUpnp: false,
  natPmp: false,
});
client.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
client.seed(process.argv[2], { announce: [], announceList: [] }, (torrent) => {
  const line = {
    infoHash: torrent.infoHash,
    name: torrent.name,
    port: client.torrentPort,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
});
process.stdin.resume().once('end', () => process.exit(0));
