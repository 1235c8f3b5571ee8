// Formats besides SubRip, WebVTT and ASS scripts, small and careless.

/** @type {[name: string, file: string, cues: string][]} */
export const microDvd = [
  ['plain', '{24}{48}One|more\n{72}{96}Two\n', '1.001-2.002 One|more; 3.003-4.004 Two'],
  ['its own rate', '{1}{1}25\n{25}{50}One\n{75}{100}Two\n', '1-2 One; 3-4 Two'],
  ['a rate with a fraction', '{1}{1}23.976\n{24}{48}One\n', '1.001-2.002 One'],
  ['styles and colours', '{1}{1}25\n{25}{50}{y:i}{C:$0000FF}One|{y:b}more\n', '1-2 <i>One</i>|<b>more</b>'],
  ['an end that is missing', '{1}{1}25\n{25}{}One\n{75}{}Two\n', '1-3 One; 3-8 Two'],
  ['CR LF and a slash', '{1}{1}25\r\n{25}{50}/One\r\n', '1-2 <i>One</i>'],
];

/** @type {[name: string, file: string, cues: string][]} */
export const mpl2 = [
  ['plain', '[10][20]One|more\n[30][40]Two\n', '1-2 One|more; 3-4 Two'],
  ['italics', '[10][20]/One|/more\n', '1-2 <i>One</i>|<i>more</i>'],
  ['an end that is missing', '[10][]One\n[30][40]Two\n', '1-3 One; 3-4 Two'],
  ['brackets in the text', '[10][20][door opens] One\n', '1-2 [door opens] One'],
];

/** @type {[name: string, file: string, cues: string][]} */
export const tmplayer = [
  ['plain', '00:00:01:One|more\n00:00:03:Two\n', '1-3 One|more; 3-8 Two'],
  ['an equals sign', '00:00:01=One\n00:00:03=Two\n', '1-3 One; 3-8 Two'],
  ['short hours', '0:00:01:One\n0:00:03:\n0:00:04:Two\n', '1-3 One; 4-9 Two'],
  ['VPlayer, with hundredths', '00:00:01.50 One\n00:00:03.00 Two\n', '1.5-3 One; 3-8 Two'],
];

/** @type {[name: string, file: string, cues: string][]} */
export const subViewer = [
  [
    'version 2',
    '[INFORMATION]\n[TITLE]x\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&HFFFFFF,[STYLE]bd,[SIZE]18\n00:00:01.00,00:00:02.00\nOne[br]more\n\n00:00:03.00,00:00:04.00\nTwo\n',
    '1-2 One|more; 3-4 Two',
  ],
  ['version 2 without empty lines', '00:00:01.00,00:00:02.00\nOne\n00:00:03.00,00:00:04.00\nTwo\n', '1-2 One; 3-4 Two'],
  ['version 1', '[00:00:01]\nOne|more\n[00:00:02]\n\n[00:00:03]\nTwo\n[00:00:04]\n\n', '1-2 One|more; 3-4 Two'],
  ['of YouTube (SBV)', '0:00:01.000,0:00:02.500\nOne\nmore\n\n0:00:03.000,0:00:04.000\nTwo\n', '1-2.5 One|more; 3-4 Two'],
];

/** @type {[name: string, file: string, cues: string][]} */
export const lrc = [
  ['plain', '[ar:x]\n[ti:y]\n[00:01.00]One\n[00:03.50]Two\n[00:05.00]\n', '1-3.5 One; 3.5-5 Two'],
  ['a line that comes again', '[00:01.00][00:05.00]One\n[00:03.00]Two\n[00:07.00]\n', '1-3 One; 3-5 Two; 5-7 One'],
  ['an offset', '[offset:500]\n[00:01.00]One\n[00:03.00]\n', '0.5-2.5 One'],
  ['words with times', '[00:01.00]<00:01.00>One <00:01.50>two\n[00:03.00]\n', '1-3 One two'],
  ['three digits', '[00:01.250]One\n[00:03.000]\n', '1.25-3 One'],
];

const sami = (/** @type {string} */ body) =>
  `<SAMI>\n<HEAD>\n<STYLE TYPE="text/css">\n<!--\nP { font-size: 20pt; }\n.ENCC { Name: English; lang: en-US; }\n-->\n</STYLE>\n</HEAD>\n<BODY>\n${body}</BODY>\n</SAMI>\n`;

/** @type {[name: string, file: string, cues: string][]} */
export const samiFiles = [
  ['plain', sami('<SYNC Start=1000><P Class=ENCC>One<br>more\n<SYNC Start=2000><P Class=ENCC>&nbsp;\n<SYNC Start=3000><P Class=ENCC>Two\n<SYNC Start=4000><P Class=ENCC>&nbsp;\n'), '1-2 One|more; 3-4 Two'],
  ['small letters and quotes', sami('<sync start="1000"><p class="ENCC">One</p></sync>\n<sync start="2000"><p class="ENCC">&nbsp;</p></sync>\n'), '1-2 One'],
  ['two languages', sami('<SYNC Start=1000><P Class=KRCC>하나<P Class=ENCC>One\n<SYNC Start=2000><P Class=KRCC>&nbsp;<P Class=ENCC>&nbsp;\n<SYNC Start=3000><P Class=KRCC>둘\n<SYNC Start=4000><P Class=KRCC>&nbsp;\n'), '1-2 하나; 3-4 둘'],
  ['colours, and lines of the file that are none', sami('<SYNC Start=1000><P Class=ENCC><font color="yellow">One\ntwo</font><i>x</i>\n<SYNC Start=2000><P Class=ENCC>&nbsp;\n'), '1-2 One two<i>x</i>'],
  ['nothing that takes a line away', sami('<SYNC Start=1000><P Class=ENCC>One\n<SYNC Start=3000><P Class=ENCC>Two\n'), '1-3 One; 3-13 Two'],
  ['no head', '<SYNC Start=1000><P>One\n<SYNC Start=2000><P>&nbsp;\n', '1-2 One'],
  ['signs of comparison', sami('<SYNC Start=1000><P Class=ENCC>1 < 2 &lt; 3 &amp; x\n<SYNC Start=2000><P Class=ENCC>&nbsp;\n'), '1-2 1 &lt; 2 &lt; 3 &amp; x'],
];

const ttml = (/** @type {string} */ body, attributes = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"${attributes}>\n<head><metadata/></head>\n<body><div>\n${body}</div></body>\n</tt>\n`;

/** @type {[name: string, file: string, cues: string][]} */
export const ttmlFiles = [
  ['plain', ttml('<p begin="00:00:01.000" end="00:00:02.000">One<br/>more</p>\n<p begin="00:00:03.000" end="00:00:04.000">Two</p>\n'), '1-2 One|more; 3-4 Two'],
  ['seconds and lengths', ttml('<p begin="1.5s" dur="500ms">One</p>\n'), '1.5-2 One'],
  ['pictures', ttml('<p begin="00:00:01:12" end="00:00:02:00">One</p>\n', ' ttp:frameRate="24"'), '1.5-2 One'],
  ['pictures of television', ttml('<p begin="30f" end="60f">One</p>\n', ' ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"'), '1.001-2.002 One'],
  ['ticks', ttml('<p begin="10000000t" end="20000000t">One</p>\n', ' ttp:tickRate="10000000"'), '1-2 One'],
  ['italics and lines of the file that are none', ttml('<p begin="1s" end="2s">\n      <span tts:fontStyle="italic">One\n two</span>\n    </p>\n'), '1-2 <i>One two</i>'],
  ['names with a prefix', '<tt:tt xmlns:tt="http://www.w3.org/ns/ttml"><tt:body><tt:div><tt:p begin="1s" end="2s">One<tt:br/>more</tt:p></tt:div></tt:body></tt:tt>', '1-2 One|more'],
  ['times in spans', ttml('<p><span begin="1s" end="2s">One</span><span begin="3s" end="4s">Two</span></p>\n'), '1-2 One; 3-4 Two'],
  ['references', ttml('<p begin="1s" end="2s">Tom &amp; Ann &#233; &lt;b&gt;</p>\n'), '1-2 Tom &amp; Ann é &lt;b&gt;'],
  ['of YouTube', '<?xml version="1.0"?><transcript><text start="1" dur="1.5">One &amp;amp; two</text></transcript>', '1-2.5 One &amp;amp; two'],
];
