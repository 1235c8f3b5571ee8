#include "media/latin_words.h"

#include <numeric>
#include <string>
#include <unordered_map>

namespace magnetar::media {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;
constexpr std::size_t kLongestWord = 16;

// Frequent words that no language of another group has.
constexpr std::array<std::string_view, kLatinGroups> kWords{
    "the you and is that it of are this what have your with for was not know just but they there here all "
    "about will would who where when why how can get out like right good see yes want think come back from "
    "que los las por para con una pero como muy todo esto eres quiero gracias bien nada vamos porque estamos "
    "je les des est pas vous pour avec dans qui nous cette mais tout elle suis bonjour merci alors faire "
    "ich nicht das ist die der und wir sie ein eine mit auf habe haben kann war aber wenn noch auch mich "
    "dich "
    "che non gli sono della questo quello cosa mio bene grazie dove quando io lei lui andiamo "
    "het een ik wat voor niet dit maar hij zijn hebben naar nog als ook geen goed weet "
    "att och jag det inte som har den vad med han hon till ikke jeg og der av hva hvad kan "
    "minun olen sinun ette mutta niin nyt kun se joo ekki og hann ertu af en isso uma com mas "
    "ele ela obrigado muito bem",
    "nie jest jak tak czy mam ale tego tylko dla ja ty ma tym jego od przez kiedy dobrze jestem "
    "jsem jsi jste jsou kde jen jako jeho ale mi bych tady taky bude ano ne chce nikdo ve "
    "som sme ste ako len alebo ktory ano nie kde "
    "nem egy van meg hogy csak mit ki ez az nincs vagy lesz mint volt igen hol nagyon kell akkor itt most "
    "sam si smo ste nisam nije kako ovo ali samo gdje gde sve kada zato nisi znam ovdje mogu hvala dobro "
    "sem ampak ker tako zdaj kaj kje nisem povsod bom bo prosim hvala "
    "nu ce pe din sunt cu este asta mai unde cine sau bine pentru trebuie vreau eu ei fost dar",
    "bir bu ve ben sen var yok evet ama kadar gibi daha seni beni bana sana tamam neden kim onu olarak "
    "hadi burada orada benim senin biz siz onun ise ya hem bak gel git baba anne",
    "kad tai yra bet kaip jis mes aha taip gerai kur buvai tave mane jei jau dar niekada tikrai "
    "ir ka tas nav kas tev esi esmu bija ko vai paldies labi mani tevi tikai"};

std::unordered_map<std::string_view, LatinGroup> make_map() {
  std::unordered_map<std::string_view, LatinGroup> map;
  for (std::size_t group = 0; group < kLatinGroups; ++group) {
    for (auto rest = kWords.at(group); !rest.empty();) {
      const auto end = rest.find(' ');
      map.emplace(rest.substr(0, end), static_cast<LatinGroup>(group));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
  return map;
}

char lower_letter(char letter) {
  if (letter >= 'A' && letter <= 'Z') return static_cast<char>(letter - 'A' + 'a');
  return letter >= 'a' && letter <= 'z' ? letter : '\0';
}

class Counter {
 public:
  void push(char letter) {
    const bool beyond = static_cast<unsigned char>(letter) >= 0x80;
    found_.beyond += beyond ? 1 : 0;
    if (letter == '<' || letter == '{') tag_ = true;
    if (letter == '>' || letter == '}' || letter == '\n' || letter == '\r') tag_ = false;
    const char lower = tag_ ? '\0' : lower_letter(letter);
    if (lower == '\0') return end_word(beyond);
    ++found_.letters;
    if (word_.size() < kLongestWord) word_ += lower;
  }

  LatinWords finish() {
    end_word(false);
    return found_;
  }

 private:
  /// A word with letters beyond ASCII counts for no group, and neither do its parts.
  void end_word(bool beyond) {
    static const auto map = make_map();
    const auto known = beyond || part_ ? map.end() : map.find(word_);
    if (known != map.end()) ++found_.words.at(static_cast<std::size_t>(known->second));
    word_.clear();
    part_ = beyond;
  }

  LatinWords found_;
  std::string word_;
  bool tag_ = false;
  bool part_ = false;
};

}  // namespace

double LatinWords::share(LatinGroup group) const {
  const auto all = std::accumulate(words.begin(), words.end(), std::size_t{0});
  const auto own = words.at(static_cast<std::size_t>(group));
  return all == 0 ? 0 : static_cast<double>(own) / static_cast<double>(all);
}

LatinWords latin_words(std::string_view bytes) {
  Counter counter;
  for (const char letter : bytes.substr(0, kMostBytes)) counter.push(letter);
  return counter.finish();
}

}  // namespace magnetar::media
