#include "media/common_words.h"

#include <array>
#include <unordered_set>

namespace magnetar::media {
namespace {

using Set = std::unordered_set<std::string_view>;

// One string per language, with words that are frequent in film dialogue.
constexpr std::array kWords{
    // French
    "à é où là ça être était été même déjà après très très père mère frère tête fête bientôt voilà peut-être "
    "désolé désolée monsieur êtes plutôt problème première premier année années écoute école énorme génial "
    "français prêt prêt arrêté arrête arrêtez quelqu’un préfère côté près dès bébé c’était j’étais arrivé "
    "répondez idée vérité santé garçon leçon façon ceux-là hôtel août noël allô maître naître paraît plaît "
    "vôtre nôtre étonné café médecin étais étaient réponse réveille-toi",
    // Spanish
    "qué está estás sí él más también señor señora aquí así cómo dónde quién cuándo día días allí ahí adiós "
    "mañana años año niño niña niños será están estoy está sólo después papá mamá tú mí aún había podría "
    "razón además corazón quizás pequeño español difícil fácil bebé jamás habrá nací dólares policía",
    // Portuguese
    "não você vocês é está também são até já lá aí então só três mãe irmão irmã amanhã coração avó vovô "
    "alguém ninguém porquê quê nós sério obrigação razão situação mãos pão português família história "
    "polícia possível impossível próximo última último à às após além atrás",
    // German
    "für über ich’s können könnten könnte müssen müsste möchte möchten würde würden wäre hätte hätten "
    "natürlich "
    "früher später größe großen große großer schön schöne gehört nächste nächsten mädchen männer zurück "
    "glück "
    "weiß heißt heiß straße schließlich tür hör höre fünf zwölf äh vielleicht für’s spät wünsche tötet töten "
    "gefährlich kämpfen könig ähnlich während ärzte für daß muß bißchen müde süß süße stück grüß tschüss",
    // Italian
    "è perché così più può già sì però lì là giù città verità cioè né sarà farò perciò dirò andrà finché "
    "poiché "
    "affinché papà caffè lunedì venerdì libertà metà età laggiù lassù potrà c’è com’è cos’è dov’è quant’è",
    // Dutch, Nordic languages, Icelandic, Finnish
    "één zo’n coördinatie geïnteresseerd ideeën beëindigen café reünie hé "
    "är på så för går här när också måste både från någon något några åt gå då åka två män är säger förstår "
    "över jävla tänker måste människor själv får kväll nästa hälsa "
    "også når så før være får går gør nå på både åh må måske mænd kærlighed år øl ja død dør føler hjælp "
    "jeg er å måtte så låt spør vær første gjøre gjør på ingen større også én måned hørte "
    "þú að það ég hvað já nei við ekki þetta hér þá er góð góða maður þér mér sér líka þarf veit svo fyrir "
    "mä sä että hän tämä älä mitään täällä mikä tässä tänään hyvä nyt minä sinä eikö kyllä mitä vielä päivää "
    "äiti isä pitää tiedä enää siellä missä näin tämän mennään tehdä nähdä älkää hyvää yötä",
    // Polish
    "się że już być nie jeszcze też będzie będę może możesz można proszę dziękuję są mnie więc cię mój twój "
    "tę tą muszę chcę wiem wszystko dobrze gdzie ktoś coś proś mają kiedyś naprawdę trochę przepraszam panią "
    "dzień pieniądze źle która który które wiesz możemy mógł mówi mówić mówisz jesteś byłem byłaś był była "
    "było były zrobić zrobił pójdę chodź cześć jeśli właśnie ją ciągle więcej ludzi żeby życie życia "
    "człowiek "
    "chłopak idź wróć móc siostrę ręce ręka pół późno myślę myślisz powinniśmy żółw iść zanim",
    // Czech, Slovak
    "že jsi už není jsem něco být také když až má máš máme můžeš můžu může můžete děkuju děkuji prosím dobře "
    "proč vím nevím víš víte ještě všechno všichni tě mě kdyby řekl řekni řekla říkal říká někdo někde je "
    "přijde přišel před přes příliš tady teď chci chceš věc věci člověk právě život nikdy čas které který "
    "která "
    "budeš možná pořád potřebuju potřebuji táta mámo dům víc za něj ní tím "
    "čo keď aby som sme môže môžeš môžem musíš ešte už veľmi prečo viem neviem niečo niekto ďakujem prosím "
    "všetko tiež ľudia ľudí chcieť máš mám ísť späť kým či mňa teba práve deň dobrý moja nič nikdy preč "
    "pôjdem vôbec tvoj môj ktorý ktorá ktoré života",
    // Hungarian
    "és hogy nem egy ez az én ő te mi már még csak van így úgy jó jól mért miért kérem köszönöm kell lesz "
    "őt őket ők nő férfi idő idő előtt után tudom jöjjön gyere kérlek vagy volt tőle tőled tőlem ról ről "
    "róla erről miről ebből abból belőle össze ördög rendőrség rendőr fiú lány három öt húsz több legtöbb "
    "először később erős főnök szó szól mindenről semmiről kérdés úr uram őrült gyűlöl tűz fű betű egyedül "
    "belül körül sőt ősz jövő eső hős szívem igazán tényleg szükség szükségem nélkül például",
    // Croatian, Bosnian, Serbian, Slovene
    "što već će ću ćeš ćemo ćete neće neću nećeš hoće hoćeš nešto zašto možeš može možemo mogu još žao ništa "
    "također kuća kući kuće noć noćas laku riječi čovjek čovek čak znači moći reći doći ići kćer kći svi "
    "događa uvijek vidiš želim želiš hoću misliš sljedeći dođi dođite gdje ovdje sviđa bože što šta više "
    "počinje priča pričaš život iće braća veče večeras srećan sreća "
    "če še že zakaj nič več prav tudi vse ali hočem hočeš moraš rečem rekel kaj življenje človek ljudje pač "
    "lahko veš vseč končno všeč očka dečko oče mogoče išče preveč čez",
    // Romanian
    "şi să că în mă nu aş aţi ţi ştiu ştii eşti până fără când după viaţă bună asta într-un într-o către "
    "vă noştri dacă încă sunt aşa tău său mâine câte câţi totuşi băiat fată aştept aici acasă mulţumesc "
    "scuză-mă doamnă faţă bine-aţi puţin niciodată întotdeauna trebuie şeful ştie înţeleg înapoi mereu "
    "și ș ți ști ești așa totuși aștept mulțumesc față puțin înțeleg",
    // Turkish
    "için değil şey bir çok nasıl şimdi hayır ağabey lütfen teşekkür teşekkürler doğru artık hiç mı mıyım "
    "kadın adım olduğunu olduğu iyi güzel değilim değilsin bütün önce sonra gün dün yarın geldiğini böyle "
    "öyle şöyle niçin nerede kız kızım oğlum oğlu arkadaş arkadaşım aşk dünya gerçek gerçekten yardım "
    "istiyorum seviyorum çünkü zaman evet ben biliyorum yapıyorsun buradayım ışık hazır şu şunu çocuk büyük "
    "küçük müsün mısın değildi başka kötü kaç kaçta yaptığını",
    // Lithuanian, Latvian, Estonian
    "aš čia jūs ką kodėl dėl tėvas tiesą mūsų jūsų iš į už ačiū prašau būti žinau žinai turiu gerai "
    "šiandien viską ačiu aišku jį ją šį tą mano tavo reikia būtų galėtų žmonės dabar tėte kažkas niekas "
    "tā kā ko nē jā lūdzu paldies kāpēc šeit viņš viņa viņi būs tikai mēs jūs ļoti vēl ir esmu varētu tēvs "
    "māte redzēt zinu kādu vajag šo šis tevī mēģini nevar labi jābūt "
    "ära või mõni õige kõik võib võin peab mõtlen nüüd süda tõesti mõte õhtu hästi öö",
    // Vietnamese
    "không là tôi cô anh đi đó đã ông bà và của được có một người này đây chúng ở cho với rồi thì nó thấy "
    "biết phải",
    // Russian, Ukrainian, Bulgarian, Serbian
    "я ты он она мы вы они что это не на да нет как так все всё его её меня тебя мне тебе вас нас и в с по у "
    "за из но же бы если где кто когда почему очень здесь там был была было были есть хорошо спасибо знаю "
    "привет дела думаю должны сейчас домой сегодня никогда только уже ещё надо нужно может быть ладно "
    "що це ні так є її він вона вони ми ви та мене тебе дуже чому добре дякую знаю тут там як його був "
    "була "
    "какво той тя ти аз сме съм си се това има няма ще къде защо добре благодаря бъде много ли само тук "
    "је шта није сам са ћу ће нећу хвала зашто добро само али овде где сте смо ово како",
    // Greek
    "και να το δεν είναι τι με θα που για σου μου ναι όχι την της του τον οι τα στο από σε πως αυτό αυτή εδώ "
    "πρέπει έχω έχει έχεις είμαι είσαι καλά τώρα γιατί πολύ μας σας ξέρω θέλω πού πώς εγώ εσύ ήταν κάτι μην",
    // Hebrew
    "את לא אני זה של על מה הוא היא כן אתה לי לך יש אין טוב רק גם אבל עם כל אז כי אם לו הם אנחנו שלי שלך תודה "
    "בסדר איך למה איפה כאן שם בוא עכשיו יודע רוצה צריך היה להיות",
    // Arabic, Persian
    "من في لا أن هذا على ما هل نعم لقد إلى كان أنا أنت هو هي عن مع هنا لم لن قد كل شيء ماذا لماذا يا ليس "
    "إنه إنها هناك كيف أين حسنا حسناً شكرا الآن ولكن لكن ذلك هذه أنه لك لي "
    "را که این به از تو نه چی و است آن با برای هم خوب چرا اون شما ما ممنون بله هیچ می نمی باید"};

constexpr std::array kLetters{
    // Chinese, simplified and traditional
    "的不是我了一你在有他这那人们来说到要会就好什么为去吗吧没知道想看过能对她得里后时天大家下上个和也都很把"
    "這們來說會麼為嗎沒過對裡後時個還给給让讓真现現谁誰怎样樣们",
    // Japanese besides the kana
    "私何人今言思見出行来大事気日本当前君俺僕彼女達家",
    // Korean
    "이가는을를은에의고어아지다나요하해네그내야거도면서로라니한안게있없당신우리왜뭐좀수만자시기사해인일들",
    // Thai
    "านรอกเง่้มยลวดทสตะไคบปหจชพแิีใ"};

Set words_of(std::string_view text, Set words) {
  while (!text.empty()) {
    const auto end = text.find(' ');
    words.insert(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return words;
}

std::size_t size_of_letter(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

Set letters_of(std::string_view text, Set letters) {
  while (!text.empty()) {
    const auto size = size_of_letter(text[0]);
    letters.insert(text.substr(0, size));
    text.remove_prefix(size);
  }
  return letters;
}

template <typename List, typename Split>
Set joined(const List& list, Split split) {
  Set all;
  for (const auto* text : list) all = split(text, std::move(all));
  return all;
}

}  // namespace

bool is_common_word(std::string_view word) {
  static const Set set = joined(kWords, words_of);
  return set.contains(word);
}

bool is_common_letter(std::string_view letter) {
  static const Set set = joined(kLetters, letters_of);
  return set.contains(letter);
}

}  // namespace magnetar::media
