// Playlists and other texts posing as films, which name files and addresses that a trusting demuxer would open.

/**
 * @typedef {object} Bait targets that must not be touched
 * @property {string} http base of a web server
 * @property {number} port of a listener, TCP and UDP
 * @property {string} secret path of a file on this machine
 * @property {string} sibling address, relative to the film's, of another file of the torrent
 */

/** @param {string[]} targets @param {string} [more] */
const m3u8 = (targets, more = '') =>
  `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:9\n${more}${targets.map((target) => `#EXTINF:9,\n${target}\n`).join('')}#EXT-X-ENDLIST\n`;

/** @param {string} target */
const variants = (target) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="avc1.640028"\n${target}\n`;

/** @param {Bait} bait @returns {Record<string, string>} */
function hls({ http, secret, sibling }) {
  const iv = 'IV=0x00000000000000000000000000000001';
  return {
    'hls-file.mkv': m3u8([`file://${secret}`]),
    'hls-path.mkv': m3u8([secret]),
    'hls-http.mp4': m3u8([`${http}/hls-http.ts`]),
    'hls-sibling.ts': m3u8([sibling]),
    'hls-named.m3u8': m3u8([`${http}/hls-named.ts`, `file://${secret}`]),
    'hls-key.mkv': m3u8(['data:video/mp2t;base64,Rw=='], `#EXT-X-KEY:METHOD=AES-128,URI="${http}/key",${iv}\n`),
    'hls-map.mkv': m3u8(['x.ts'], `#EXT-X-MAP:URI="file://${secret}"\n`),
    'hls-variant.avi': variants(`${http}/variant.m3u8`),
    'hls-rendition.mkv': `#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="${http}/sound.m3u8"\n${variants(`${http}/v.m3u8`)}`,
    'hls-crypto.mkv': m3u8([`crypto+file://${secret}`, `crypto:${http}/crypto.ts`]),
    'hls-concat.mkv': m3u8([`concat:${http}/a.ts|file://${secret}`]),
    'hls-subfile.mkv': m3u8([`subfile,,start,0,end,64,,:${secret}`]),
    'hls-tee.mkv': m3u8([`tee:${secret}`, `pipe:0`, `fd:0`, `unix:${secret}`, `async:${http}/async.ts`]),
    'hls-bom.mkv': `\uFEFF${m3u8([`${http}/bom.ts`])}`,
    'hls-crlf.mkv': m3u8([`${http}/crlf.ts`]).replaceAll('\n', '\r\n'),
    'hls-picture.jpg.mkv': m3u8([`${http}/picture.ts`]),
    'hls-low-latency.mkv': m3u8(
      [],
      `#EXT-X-PART:DURATION=1,URI="${http}/part.mp4"\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${http}/hint"\n`,
    ),
  };
}

/** @param {Bait} bait @returns {Record<string, string>} */
function concat({ http, secret, sibling }) {
  const head = 'ffconcat version 1.0\n';
  return {
    'concat-sibling.mkv': `${head}file ${sibling}\n`,
    'concat-path.mkv': `${head}file '${secret}'\n`,
    'concat-http.mkv': `${head}file ${http}/concat.ts\n`,
    'concat-options.mkv': `${head}file ${http}/options.ts\noption protocol_whitelist file,http,tcp\noption safe 0\n`,
    'concat-named.ffconcat.mkv': `${head}stream\nexact_stream_id 0x100\nfile 'file:${secret}'\nduration 5\n`,
  };
}

/** @param {Bait} bait @returns {Record<string, string>} */
function sessions({ http, port }) {
  const sdp = (/** @type {string} */ media) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n${media}`;
  return {
    'sdp-udp.mkv': sdp(`m=video ${port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`),
    'sdp-tcp.mkv': sdp(`m=video ${port} TCP/RTP/AVP 96\na=setup:active\na=rtpmap:96 H264/90000\n`),
    'sdp-control.sdp.mkv': sdp(`m=audio ${port} RTP/AVP 0\na=control:rtsp://127.0.0.1:${port}/sound\n`),
    'real.ram.rm': `rtsp://127.0.0.1:${port}/film.rm\n${http}/film.rm\n`,
    'real-text.rm': `.RMF\nrtsp://127.0.0.1:${port}/x\n`,
  };
}

/** @param {Bait} bait @returns {Record<string, string>} */
function markup({ http, secret }) {
  const entity = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://${secret}"><!ENTITY h SYSTEM "${http}/entity">]>`;
  const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  const mpd = (/** @type {string} */ inside) =>
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="video/mp4">${inside}</AdaptationSet></Period></MPD>`;
  const stream = (/** @type {string} */ url) =>
    `<Representation id="1" bandwidth="1000" codecs="avc1.640028"><BaseURL>${url}</BaseURL><SegmentBase indexRange="0-99"/></Representation>`;
  return {
    'dash-http.mkv': `<?xml version="1.0"?>${mpd(stream(`${http}/dash.mp4`))}`,
    'dash-file.mpd.mkv': `<?xml version="1.0"?>${mpd(stream(`file://${secret}`))}`,
    'dash-entity.mkv': `${entity}${mpd(stream('&e;&h;'))}`,
    'dash-laughs.mkv': `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${mpd(stream('&l12;'))}`,
    'dash-xlink.mkv': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:xlink="http://www.w3.org/1999/xlink"><Period xlink:href="${http}/period" xlink:actuate="onLoad"/></MPD>`,
    'smooth.ism.mkv': `<?xml version="1.0"?><SmoothStreamingMedia><StreamIndex Url="${http}/q({bitrate})"/></SmoothStreamingMedia>`,
    'smil.mkv': `<smil><body><video src="${http}/smil.mp4"/><video src="file://${secret}"/></body></smil>`,
    'asx.asf': `<asx version="3.0"><entry><ref href="${http}/asx.wmv"/></entry></asx>`,
    'xspf.mkv': `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track><location>${http}/x</location></track></trackList></playlist>`,
    'picture.svg.mkv': `${entity}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="${http}/svg.png" width="9" height="9"/><text>&e;</text></svg>`,
    'page.html.mkv': `<!doctype html><meta http-equiv="refresh" content="0;url=${http}/page"><video src="${http}/page.mp4" autoplay></video>`,
  };
}

/** Scripts, cue sheets, subtitles, patterns. @param {Bait} bait @returns {Record<string, string>} */
function texts({ http, secret, sibling }) {
  const ass = '[Script Info]\nScriptType: v4.00+\n[Events]\nFormat: Layer, Start, End, Text\n';
  return {
    'avisynth.avs.avi': `Import("${secret}")\nDirectShowSource("${secret}")\n`,
    'graph.lavfi.mkv': `movie=${secret}[out0];amovie=${http}/a[out1]\n`,
    'metadata.ffmeta.mkv': `;FFMETADATA1\ntitle=x\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=9\ntitle=file://${secret}\n`,
    'sheet.cue.mkv': `FILE "${secret}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
    'playlist.pls.mkv': `[playlist]\nNumberOfEntries=1\nFile1=${http}/pls.ts\n`,
    'vobsub.idx.mkv': `# VobSub index file, v7\nsize: 720x480\nid: en, index: 0\ntimestamp: 00:00:01:000, filepos: 000000000\n`,
    'subrip.srt.mkv': `1\n00:00:01,000 --> 00:00:02,000\n<font face="file://${secret}"><img src="${http}/srt">x</font>\n`,
    'styled.ass.mkv': `${ass}Dialogue: 0,0:00:00.00,0:00:09.00,{\\fn${secret}\\img(${secret})}x\n[Fonts]\nfontname: ../../../${secret}\n`,
    'sami.smi.mkv': `<SAMI><BODY><SYNC Start=0><P><IMG SRC="${http}/sami"></BODY></SAMI>`,
    'webvtt.vtt.mkv': `WEBVTT\n\nSTYLE\n::cue { background: url(${http}/vtt) }\n\n00:00.000 --> 00:09.000\nx\n`,
    'pattern-%03d.png.mkv': `${sibling}\n`,
    'glob-*.jpg.mkv': `${secret}\n`,
    'redirect.ref.mov': `[Reference]\nRef1=${http}/asf-reference\n`,
    'rtsp.qtl.mov': `RTSPtextRTSP://127.0.0.1/${secret}\n`,
    'torrent.mkv': `d8:announce${http.length + 9}:${http}/announce4:infod4:name1:xee`,
  };
}

/** All texts by file name. @param {Bait} bait @returns {Record<string, string>} */
export function hostileLists(bait) {
  return { ...hls(bait), ...concat(bait), ...sessions(bait), ...markup(bait), ...texts(bait) };
}
