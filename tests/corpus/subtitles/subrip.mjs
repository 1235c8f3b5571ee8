// SubRip and its relatives as people write them: the text of the file, and the expected cues ("start-end line|line; …").

const one = '00:00:01,000 --> 00:00:02,000';
const two = '00:00:03,000 --> 00:00:04,000';
const three = '00:00:05,000 --> 00:00:06,000';
const plain = '1-2 One; 3-4 Two; 5-6 Three';

/** @type {[name: string, file: string | Buffer, cues: string][]} */
export const subRip = [
  ['plain', `1\n${one}\nOne\n\n2\n${two}\nTwo\n\n3\n${three}\nThree\n`, plain],
  ['no empty line between cues', `1\n${one}\nOne\n2\n${two}\nTwo\n3\n${three}\nThree\n`, plain],
  ['no empty line, several lines a cue', `1\n${one}\nOne\nmore\n2\n${two}\nTwo\n`, '1-2 One|more; 3-4 Two'],
  ['no numbers and no empty lines', `${one}\nOne\n${two}\nTwo\n${three}\nThree`, plain],
  ['no numbers', `${one}\nOne\n\n${two}\nTwo\n\n${three}\nThree`, plain],
  ['a year as the last line of a cue', `1\n${one}\nIn\n1984\n\n2\n${two}\nTwo\n`, '1-2 In|1984; 3-4 Two'],
  ['a number alone as text, without empty lines', `${one}\n42\n${two}\nTwo\n`, '1-2 42; 3-4 Two'],
  ['an empty line within a cue', `1\n${one}\nOne\n\nmore\n\n2\n${two}\nTwo\n`, '1-2 One|more; 3-4 Two'],
  ['blanks on the line within a cue', `1\n${one}\nOne\n  \t\nmore\n\n2\n${two}\nTwo\n`, '1-2 One|more; 3-4 Two'],
  ['an empty line before the text', `1\n${one}\n\nOne\n\n2\n${two}\n\nTwo\n`, '1-2 One; 3-4 Two'],
  ['every second line empty', `1\n\n${one}\n\nOne\n\nmore\n\n2\n\n${two}\n\nTwo\n`, '1-2 One|more; 3-4 Two'],
  ['without milliseconds', '1\n00:00:20 --> 00:00:24\nOne\n\n2\n00:01:00 --> 00:01:02\nTwo\n', '20-24 One; 60-62 Two'],
  ['without hours', '00:20,500 --> 00:24,250\nOne\n', '20.5-24.25 One'],
  ['with one digit each', '1\n0:0:1,5 --> 0:0:2,25\nOne\n', '1.5-2.25 One'],
  ['spaces within the times', '1\n00: 00: 01, 500 --> 00: 00: 04, 200\nOne\n', '1.5-4.2 One'],
  ['spaces before the colons', '1\n00 :00 :01 ,500 --> 00 :00 :04 ,200\nOne\n', '1.5-4.2 One'],
  ['a colon before the milliseconds', '1\n00:00:01:500 --> 00:00:02:250\nOne\n', '1.5-2.25 One'],
  ['a semicolon before the milliseconds', '1\n00:00:01;500 --> 00:00:02;250\nOne\n', '1.5-2.25 One'],
  ['a short arrow', '1\n00:00:01,000 -> 00:00:02,000\nOne\n', '1-2 One'],
  ['no blanks around the arrow', '1\n00:00:01,000-->00:00:02,000\nOne\n', '1-2 One'],
  ['a broken arrow', '1\n00:00:01,000 - -> 00:00:02,000\nOne\n', '1-2 One'],
  ['an arrow that an editor made longer', '1\n00:00:01,000 —> 00:00:02,000\nOne\n', '1-2 One'],
  ['an arrow that an editor drew', '1\n00:00:01,000 → 00:00:02,000\nOne\n', '1-2 One'],
  ['an arrow out of a web page', '1\n00:00:01,000 --&gt; 00:00:02,000\nOne\n', '1-2 One'],
  ['places behind the times', `1\n${one}  X1:201 X2:516 Y1:397 Y2:423\nOne\n`, '1-2 One'],
  ['CR LF', `1\r\n${one}\r\nOne\r\n\r\n2\r\n${two}\r\nTwo\r\n`, '1-2 One; 3-4 Two'],
  ['CR alone', `1\r${one}\rOne\rmore\r\r2\r${two}\rTwo\r`, '1-2 One|more; 3-4 Two'],
  ['CR CR LF', `1\r\r\n${one}\r\r\nOne\r\r\nmore\r\r\n\r\r\n2\r\r\n${two}\r\r\nTwo`, '1-2 One|more; 3-4 Two'],
  ['mixed line ends', `1\r\n${one}\nOne\r\n\n2\r${two}\rTwo\n`, '1-2 One; 3-4 Two'],
  ['a mark within the file', `1\n${one}\nOne\n\n\uFEFF2\n\uFEFF${two}\nTwo\n`, '1-2 One; 3-4 Two'],
  ['blanks before each line', `  1\n  ${one}\n  One\n\n  2\n  ${two}\n  Two\n`, '1-2 One; 3-4 Two'],
  ['words before the first cue', `Subtitles by somebody\nhttp://x.example\n\n1\n${one}\nOne\n`, '1-2 One'],
  ['cues that are not in order', `1\n${two}\nTwo\n\n2\n${one}\nOne\n`, '1-2 One; 3-4 Two'],
  ['one cue that cannot be read', `1\n00:00:xx,000 --> 00:00:02,000\nLost\n\n2\n${two}\nTwo\n`, '3-4 Two'],
  ['one cue with an end before its beginning', `1\n00:00:03,000 --> 00:00:02,000\nLost\n\n2\n${two}\nTwo\n`, '3-4 Two'],
  ['signs of comparison', `1\n${one}\n1 < 2 and 3 > 2, I <3 you\n`, '1-2 1 &lt; 2 and 3 &gt; 2, I &lt;3 you'],
  ['a name in brackets', `1\n${one}\n<Bob> Hello <sighs>\n`, '1-2 &lt;Bob&gt; Hello &lt;sighs&gt;'],
  ['an arrow in the text', `1\n${one}\nlook --> there\n5 -> 6\n`, '1-2 look --&gt; there|5 -&gt; 6'],
  ['tags in capitals', `1\n${one}\n<I>One</I> <B >two</B>\n`, '1-2 <i>One</i> <b>two</b>'],
  ['a tag without an end', `1\n${one}\n<i>One <font color="#ff0000\n\n2\n${two}\nTwo\n`, '1-2 <i>One &lt;font color="#ff0000; 3-4 Two'],
  ['colours and faces', `1\n${one}\n<font color="#ff0000" face='x'>One</font>\n`, '1-2 One'],
  ['<br> ends a line', `1\n${one}\nOne<br>more<br/>still\n`, '1-2 One|more|still'],
  ['\\N ends a line, \\h is a blank', `1\n${one}\nOne\\Nmore\\hstill\n`, '1-2 One|more still'],
  ['places as in scripts', `1\n${one}\n{\\an8}One {\\i1}two{\\i0}\n`, '1-2 One two'],
  ['braces as text', `1\n${one}\n{laughs} One\n`, '1-2 {laughs} One'],
  ['character references', `1\n${one}\nTom &amp; Ann &#9834; &quot;x&quot; R&D; &nope;\n`, '1-2 Tom &amp; Ann ♪ "x" R&amp;D; &amp;nope;'],
  ['characters that are none', `1\n${one}\nO\u0001n\u0000e\n`, '1-2 One'],
];

/** @type {[name: string, file: string | Buffer, cues: string][]} */
export const webVtt = [
  ['plain', 'WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\n00:00:03.000 --> 00:00:04.000\nTwo\n', '1-2 One; 3-4 Two'],
  ['a tab before the settings', 'WEBVTT\n\n00:01.000 --> 00:02.000\tline:0\nOne\n', '1-2 One'],
  ['tabs around the arrow', 'WEBVTT\n\n00:01.000\t-->\t00:02.000 align:start\nOne\n', '1-2 One'],
  ['settings without a blank', 'WEBVTT\n\n00:01.000 --> 00:02.000line:0\nOne\n', '1-2 One'],
  ['decimal and named references', "WEBVTT\n\n00:01.000 --> 00:02.000\nIt&#39;s &quot;fine&quot; caf&eacute;\n", '1-2 It\'s "fine" café'],
  ['hexadecimal references', 'WEBVTT\n\n00:01.000 --> 00:02.000\nIt&#x27;s &#x266A; &hellip; &mdash;&nbsp;x\n', "1-2 It's ♪ … —\u00A0x"],
  ['references of Windows', 'WEBVTT\n\n00:01.000 --> 00:02.000\nIt&#146;s &#147;fine&#148;\n', '1-2 It’s “fine”'],
  ['voices and classes', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Bob>One</v> <c.red>two</c> <lang en>x</lang>\n', '1-2 One two x'],
  ['words that are sung', 'WEBVTT\n\n00:01.000 --> 00:02.000\nOne <00:01.500>two\n', '1-2 One two'],
  ['notes and styles', 'WEBVTT - x\n\nSTYLE\n::cue { color: red }\n\nNOTE\nno cue\n\n00:01.000 --> 00:02.000\nOne\n\nNOTE no cue\nno line\n\nname\n00:03.000 --> 00:04.000\nTwo\n', '1-2 One; 3-4 Two'],
  ['no empty line between cues', 'WEBVTT\n\n1\n00:01.000 --> 00:02.000\nOne\n2\n00:03.000 --> 00:04.000\nTwo\n', '1-2 One; 3-4 Two'],
  ['a comma before the milliseconds', 'WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nOne\n', '1-2 One'],
  ['without milliseconds', 'WEBVTT\n\n00:00:01 --> 00:00:02\nOne\n', '1-2 One'],
  ['CR alone', 'WEBVTT\r\r00:01.000 --> 00:02.000\rOne\rmore\r\r00:03.000 --> 00:04.000\rTwo', '1-2 One|more; 3-4 Two'],
  ['a mark and blanks before the head', '\uFEFF WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n', '1-2 One'],
];

const head = '[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name\nStyle: A\nStyle: B\n\n';
const events = '[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n';
const said = (/** @type {string} */ text, start = '0:00:01.00', end = '0:00:02.00') =>
  `Dialogue: 0,${start},${end},A,,0,0,0,,${text}\n`;

/** Scripts that the daemon reads and, line by line, the page. @type {[name: string, file: string, cues: string][]} */
export const scripts = [
  ['plain', head + events + said('One, two\\Nmore'), '1-2 One, two|more'],
  ['notes of the author', head + events + said('{note}One{ and more}'), '1-2 One'],
  ['drawings', head + events + said('{\\p1}m 0 0 l 10 10{\\p0}') + said('One', '0:00:03.00', '0:00:04.00'), '3-4 One'],
  ['drawings on a finer grid', head + events + said('{\\p2}m 0 0 l 10 10') + said('One', '0:00:03.00', '0:00:04.00'), '3-4 One'],
  ['a drawing before text', head + events + said('{\\an5\\p4}m 0 0 l 10 10{\\p0}One'), '1-2 One'],
  ['places that look like drawings', head + events + said('{\\pos(1,2)}One {\\pbo3}two'), '1-2 One two'],
  ['signs of comparison', head + events + said('1 < 2 & <i>x</i>'), '1-2 1 &lt; 2 &amp; &lt;i&gt;x&lt;/i&gt;'],
  ['a brace without an end', head + events + said('One {two'), '1-2 One {two'],
  ['hard blanks and soft line ends', head + events + said('One\\htwo\\nmore'), '1-2 One two|more'],
  ['comments', head + events + said('Lost').replace('Dialogue', 'Comment') + said('One'), '1-2 One'],
  ['other columns', `[Events]\nFormat: Marked, Start, End, Text\nDialogue: 0,0:00:01.00,0:00:02.00,One\n`, '1-2 One'],
  ['CR alone', (head + events + said('One')).replaceAll('\n', '\r'), '1-2 One'],
  ['sections in small letters', head + events.replace('Events', 'events') + said('One'), '1-2 One'],
];
