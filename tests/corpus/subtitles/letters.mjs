// Lines of films in the encodings that people have them in. Each is a SubRip file with these lines.
import { encoded, utf16 } from './encoder.mjs';

/** @param {string[]} lines */
function file(lines) {
  return lines.map((line, n) => `${n + 1}\n00:00:0${2 * n + 1},000 --> 00:00:0${2 * n + 2},000\n${line}\n`).join('\n');
}

/** @param {string[]} lines */
function cues(lines) {
  return lines.map((line, n) => `${2 * n + 1}-${2 * n + 2} ${line}`).join('; ');
}

const curly = ['I’m “fine”, thank you.', 'You go ahead.', 'I will stay here.', 'Don’t worry about us…'];
const spanish = ['Where is he?', 'Ask that señor over there.', 'All right.'];
const french = ['Où étais-tu passé ?', "Je t'ai cherchée toute la journée.", 'Ça ne fait rien.'];
const german = ['Wo bist du gewesen?', 'Ich habe dich überall gesucht.', 'Schön, dass du da bist.'];
const portuguese = ['Onde você estava?', 'Não sei o que fazer.', 'A estação fica à direita.'];
const swedish = ['Var har du varit?', 'Jag har letat efter dig överallt.', 'Förlåt mig, älskling.'];
const polish = ['Gdzie byłeś?', 'Szukałem cię wszędzie.', 'Przepraszam, że się spóźniłem.'];
const czech = ['Kde jsi byl?', 'Hledal jsem tě všude.', 'Promiň, že jdu pozdě.'];
const hungarian = ['Hol voltál?', 'Mindenütt kerestelek téged.', 'Sajnálom, hogy elkéstem, főnök.'];
const croatian = ['Gdje si bio?', 'Svugdje sam te tražio, čovječe.', 'Oprosti što kasnim. Već idem kući.'];
const romanian = ['Unde ai fost?', 'Te-am căutat peste tot şi nu te-am găsit.', 'Îmi pare rău că am întârziat.'];
const turkish = ['Neredeydin?', 'Seni her yerde aradım, değil mi?', 'Geç kaldığım için özür dilerim.'];
const lithuanian = ['Kur tu buvai?', 'Aš tavęs visur ieškojau.', 'Atsiprašau, kad vėluoju.'];
const latvian = ['Kur tu biji?', 'Es tevi visur meklēju. Kāpēc tu neatbildi?', 'Piedod, ka es kavēju. Lūdzu.'];
const russian = ['Где ты был?', 'Я искал тебя повсюду.', 'Прости, что опоздал.'];
const ukrainian = ['Де ти був?', 'Я шукав тебе всюди, чому ти мовчиш?', 'Вибач, що запізнився. Це її провина.'];
const bulgarian = ['Къде беше?', 'Търсих те навсякъде.', 'Съжалявам, че закъснях.'];
const greek = ['Πού ήσουν;', 'Σε έψαχνα παντού.', 'Συγγνώμη που άργησα, δεν το ήθελα.'];
const hebrew = ['איפה היית?', 'חיפשתי אותך בכל מקום.', 'סליחה שאיחרתי, לא רציתי.'];
const arabic = ['أين كنت؟', 'بحثت عنك في كل مكان.', 'آسف على التأخير، لم أقصد ذلك.'];
const thai = ['คุณไปไหนมา', 'ฉันตามหาคุณทุกที่เลย', 'ขอโทษที่มาสาย'];
const vietnamese = ['Anh đi đâu đó?', 'Tôi không thấy cô.', 'Cho tôi đi.'];
const simplified = ['你去哪儿了？', '我到处找你。', '对不起，我来晚了。'];
const traditional = ['你去哪裡了？', '我到處找你。', '對不起，我來晚了。'];
const japanese = ['どこに行ってたの？', 'ずっと探していたんだ。', '遅れてごめんなさい。'];
const korean = ['어디 갔었어요?', '사방으로 당신을 찾았어요.', '늦어서 미안해요.'];

/** @type {[name: string, encoding: string, lines: string[]][]} */
const single = [
  ['English, curly apostrophes', 'windows-1252', curly],
  ['English, one Spanish word', 'windows-1252', spanish],
  ['English, a song', 'windows-1252', ['La la la', 'It’s a dj vu – again', 'The end']],
  ['English, a price', 'windows-1252', ['That is £5.', 'Or €6…', '20° outside']],
  ['English, one name', 'windows-1252', ['My name is Chloë.', 'Hello, Chloë.']],
  ['English, a café', 'windows-1252', ['Meet me at the café.', 'Which café?']],
  ['English, a Norwegian', 'windows-1252', ['Call Bjørn Åse.', 'Now.']],
  ['Spanish', 'windows-1252', ['¿Dónde estabas?', '¡Te busqué por todas partes!', 'Perdón por llegar tarde.']],
  ['French', 'windows-1252', french],
  ['German', 'windows-1252', german],
  ['Portuguese', 'windows-1252', portuguese],
  ['Italian', 'windows-1252', ['Dove sei stato?', "Ti ho cercato ovunque, perché?", 'È tardi, non è così?']],
  ['Dutch', 'windows-1252', ['Waar was je?', 'Eén moment, zo’n café heb ik niet gezien.']],
  ['Swedish', 'windows-1252', swedish],
  ['Danish', 'windows-1252', ['Hvor har du været?', 'Jeg har ledt efter dig overalt, også på øen.']],
  ['Finnish', 'windows-1252', ['Missä sinä olit?', 'Etsin sinua joka paikasta, älä hätäile.']],
  ['Icelandic', 'windows-1252', ['Hvar varstu?', 'Ég leitaði að þér út um allt.']],
  ['Polish', 'windows-1250', polish],
  ['Polish, ISO', 'iso-8859-2', polish],
  ['Czech', 'windows-1250', czech],
  ['Slovak', 'windows-1250', ['Kde si bol?', 'Hľadal som ťa všade. Čo sa deje?', 'Prepáč, že meškám.']],
  ['Hungarian', 'windows-1250', hungarian],
  ['Croatian', 'windows-1250', croatian],
  ['Slovene', 'windows-1250', ['Kje si bil?', 'Povsod sem te iskal. Zakaj nič ne rečeš?', 'Oprosti, ker zamujam. Že grem.']],
  ['Romanian', 'windows-1250', romanian],
  ['Turkish', 'windows-1254', turkish],
  ['Lithuanian', 'windows-1257', lithuanian],
  ['Latvian', 'windows-1257', latvian],
  ['Vietnamese', 'windows-1258', vietnamese],
  ['Russian', 'windows-1251', russian],
  ['Russian, KOI8', 'koi8-r', russian],
  ['Russian, DOS', 'ibm866', russian],
  ['Russian, shouted', 'windows-1251', russian.map((line) => line.toUpperCase())],
  ['Ukrainian', 'windows-1251', ukrainian],
  ['Bulgarian', 'windows-1251', bulgarian],
  ['Greek', 'windows-1253', greek],
  ['Hebrew', 'windows-1255', hebrew],
  ['Arabic', 'windows-1256', arabic],
  ['Thai', 'windows-874', thai],
  ['Chinese, simplified', 'gb18030', simplified],
  ['Chinese, traditional', 'big5', traditional],
  ['Japanese', 'shift_jis', japanese],
  ['Japanese, EUC', 'euc-jp', japanese],
  ['Korean', 'euc-kr', korean],
];

/** @type {[name: string, file: Buffer, cues: string][]} */
export const letters = [
  ...single.map(
    ([name, encoding, lines]) =>
      /** @type {[string, Buffer, string]} */ ([`${name} (${encoding})`, encoded(file(lines), encoding), cues(lines)]),
  ),
  ['Russian (UTF-16, little end first, no mark)', utf16(file(russian)), cues(russian)],
  ['Russian (UTF-16, big end first, no mark)', utf16(file(russian), false), cues(russian)],
  ['English (UTF-16, little end first, no mark)', utf16(file(curly)), cues(curly)],
  ['Chinese (UTF-16, little end first, no mark)', utf16(file(simplified)), cues(simplified)],
  ['French (UTF-16 with a mark)', utf16(`\uFEFF${file(french)}`), cues(french)],
  ['Polish (UTF-16, big end first, with a mark)', utf16(`\uFEFF${file(polish)}`, false), cues(polish)],
  ['Polish (UTF-8)', Buffer.from(file(polish)), cues(polish)],
  ['Polish (UTF-8 with a mark)', Buffer.from(`\uFEFF${file(polish)}`), cues(polish)],
  [
    'French (UTF-8 with a bad byte)',
    Buffer.concat([Buffer.from(file([...french, 'caf'])).subarray(0, -1), Buffer.from('e90a', 'hex')]),
    cues([...french, 'caf\uFFFD']),
  ],
];
