// Bodies from a file on disk, which the kernel sends.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "test_server.h"

namespace magnetar::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A film on disk, removed at the end of the test.
class FilmFile {
 public:
  explicit FilmFile(const std::string& bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "magnetar-film-XXXXXX").string();
    file_ = std::make_shared<const base::UniqueFd>(::mkostemp(name.data(), O_CLOEXEC));
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~FilmFile() { std::filesystem::remove(path_); }
  FilmFile(const FilmFile&) = delete;
  FilmFile& operator=(const FilmFile&) = delete;

  void shorten(std::uintmax_t size) const { std::filesystem::resize_file(path_, size); }
  [[nodiscard]] const std::shared_ptr<const base::UniqueFd>& file() const { return file_; }

 private:
  std::filesystem::path path_;
  std::shared_ptr<const base::UniqueFd> file_;
};

/// Returns slices of a file, at most `step` bytes each.
class SliceSource final : public ByteSource {
 public:
  SliceSource(const FilmFile& film, std::int64_t step, std::promise<void>* ended = nullptr)
      : file_(film.file()), step_(step), ended_(ended) {}
  ~SliceSource() override {
    if (ended_ != nullptr) ended_->set_value();
  }

  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte>,
                                     base::CancelToken&) override {
    return base::BodyBytes{base::FileSlice{file_, offset, std::min(limit, step_)}};
  }

 private:
  std::shared_ptr<const base::UniqueFd> file_;
  std::int64_t step_;
  std::promise<void>* ended_;
};

/// Every second part of 1000 bytes from memory, the others from the file.
class MixedSource final : public ByteSource {
 public:
  MixedSource(const FilmFile& film, const std::string& bytes) : slices_(film, 1000), memory_(bytes, 1000) {}

  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override {
    const bool odd = offset / 1000 % 2 == 1;
    return odd ? memory_.next(offset, limit, scratch, cancel) : slices_.next(offset, limit, scratch, cancel);
  }

 private:
  SliceSource slices_;
  MemorySource memory_;
};

class HttpServerSlices : public testing::Test {
 protected:
  static constexpr std::int64_t kSize = 20'000'003;
  static constexpr std::int64_t kStep = 4'000'000;

  /// Serves the film; `ended` is set when the response's source is destroyed.
  Handler serve(std::promise<void>* ended = nullptr, std::int64_t step = kStep) {
    return [this, ended, step](const Request&) -> Answer {
      return FileAnswer{kSize, "film.mp4", "e", [this, ended, step](std::int64_t) {
                          return std::make_unique<SliceSource>(film_, step, ended);
                        }};
    };
  }

  static const std::string& film() {
    static const std::string bytes = random_bytes(kSize);
    return bytes;
  }

  const std::string& bytes_ = film();
  const FilmFile film_{bytes_};
};

TEST_F(HttpServerSlices, SendsTheBytesOfTheFile) {
  TestServer server(serve());
  EXPECT_TRUE(server.ask().body == bytes_);
  EXPECT_TRUE(server.ask("Range: bytes=3999999-12345678\r\n").body == bytes_.substr(3'999'999, 8'345'680));
  EXPECT_EQ(server.ask("Range: bytes=-1\r\n").body, bytes_.substr(kSize - 1));
}

TEST_F(HttpServerSlices, SendsPartsOfAMultipartBody) {
  TestServer server(serve());
  const auto body = server.ask("Range: bytes=5-1004,7000000-7000999\r\n").body;
  EXPECT_NE(body.find("\r\n\r\n" + bytes_.substr(5, 1000) + "\r\n--"), std::string::npos);
  EXPECT_NE(body.find("\r\n\r\n" + bytes_.substr(7'000'000, 1000) + "\r\n--"), std::string::npos);
}

TEST_F(HttpServerSlices, SendsBytesFromTheFileAndFromMemoryInOneBody) {
  TestServer server([this](const Request&) -> Answer {
    return FileAnswer{kSize, "film.mp4", "e",
                      [this](std::int64_t) { return std::make_unique<MixedSource>(film_, bytes_); }};
  });
  EXPECT_TRUE(server.ask("Range: bytes=500-99999\r\n").body == bytes_.substr(500, 99'500));
}

TEST_F(HttpServerSlices, CutsTheConnectionWhenTheFileIsShorterThanItWas) {
  TestServer server(serve());
  film_.shorten(10'000'000);
  RawClient client(server.port());
  client.send(server.request("Range: bytes=9000000-\r\n"));
  const auto head = client.reply(true);
  EXPECT_EQ(head.header("Content-Length"), "11000003");
  EXPECT_EQ(client.end(), RawClient::End::reset);
  const auto part = server.ask("Range: bytes=9000000-\r\n").body;
  EXPECT_TRUE(bytes_.substr(9'000'000, 1'000'000).starts_with(part)) << "padded, or wrong bytes";
}

TEST_F(HttpServerSlices, CutsTheConnectionWhenTheFileBecomesShorterWhileItIsSent) {
  TestServer server(serve());
  RawClient client(server.port(), 4096);
  client.send(server.request());
  EXPECT_EQ(client.reply(true).status, 200);
  EXPECT_EQ(client.read(100'000), bytes_.substr(0, 100'000));
  film_.shorten(5'000'000);
  EXPECT_EQ(client.end(), RawClient::End::reset);
}

TEST_F(HttpServerSlices, CutsTheConnectionWhenASliceIsLongerThanAsked) {
  class Greedy final : public ByteSource {
   public:
    explicit Greedy(const FilmFile& film) : film_(film) {}
    base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte>,
                                       base::CancelToken&) override {
      return base::BodyBytes{base::FileSlice{film_.file(), offset, limit + 1}};
    }

   private:
    const FilmFile& film_;
  };
  TestServer server([this](const Request&) -> Answer {
    return FileAnswer{kSize, "film.mp4", "e",
                      [this](std::int64_t) { return std::make_unique<Greedy>(film_); }};
  });
  RawClient client(server.port());
  client.send(server.request("Range: bytes=0-99\r\n"));
  EXPECT_EQ(client.end(), RawClient::End::reset);
}

TEST_F(HttpServerSlices, NoticesAClientThatIsGoneWhileItsBytesAreSent) {
  std::promise<void> ended;
  TestServer server(serve(&ended));
  RawClient client(server.port(), 4096);
  client.send(server.request());
  EXPECT_EQ(client.read(1000).size(), 1000U);
  client.hang_up();
  EXPECT_EQ(ended.get_future().wait_for(seconds(20)), std::future_status::ready);
}

TEST_F(HttpServerSlices, SurvivesClientsThatGoAtAnyMoment) {
  TestServer server(serve());
  for (std::size_t taken = 0; taken < 200; ++taken) {
    RawClient client(server.port());
    client.send(server.request());
    EXPECT_EQ(client.read(taken * 5000).size(), taken * 5000);
  }
  EXPECT_EQ(server.ask("Range: bytes=0-9\r\n").body, bytes_.substr(0, 10));
}

TEST_F(HttpServerSlices, GivesUpOnAClientThatReadsNothing) {
  ServerOptions options;
  options.write_timeout = milliseconds(200);
  std::promise<void> ended;
  TestServer server(serve(&ended), options);
  RawClient client(server.port(), 4096);
  client.send(server.request());
  ASSERT_EQ(ended.get_future().wait_for(seconds(20)), std::future_status::ready);
  EXPECT_EQ(client.end(), RawClient::End::reset);
}

TEST_F(HttpServerSlices, GoesOnAfterClientsThatPause) {
  TestServer server(serve());
  std::vector<std::unique_ptr<RawClient>> paused;
  for (int i = 0; i < 8; ++i) {
    paused.push_back(std::make_unique<RawClient>(server.port(), 4096));
    paused.back()->send(server.request("Range: bytes=0-2999999\r\n"));
    EXPECT_EQ(paused.back()->reply(true).status, 206);
  }
  for (int i = 0; i < 50; ++i) EXPECT_EQ(server.ask("Range: bytes=0-99999\r\n").status, 206);
  for (auto& client : paused) EXPECT_TRUE(client->read(3'000'000) == bytes_.substr(0, 3'000'000));
}

TEST_F(HttpServerSlices, KeepsLittleOfABodyInTheKernelForASlowClient) {
  // The offset at which the source was last asked tells how much the client took.
  class Counting final : public ByteSource {
   public:
    Counting(const FilmFile& film, std::atomic<std::int64_t>& asked, std::promise<void>& ended)
        : slices_(film, 65536), asked_(asked), ended_(ended) {}
    ~Counting() override { ended_.set_value(); }
    base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                       base::CancelToken& cancel) override {
      asked_ = offset;
      return slices_.next(offset, limit, scratch, cancel);
    }

   private:
    SliceSource slices_;
    std::atomic<std::int64_t>& asked_;
    std::promise<void>& ended_;
  };
  std::atomic<std::int64_t> asked = 0;
  std::promise<void> ended;
  ServerOptions options;
  options.write_timeout = milliseconds(300);
  TestServer server(
      [&](const Request&) -> Answer {
        return FileAnswer{kSize, "film.mp4", "e",
                          [&](std::int64_t) { return std::make_unique<Counting>(film_, asked, ended); }};
      },
      options);
  RawClient client(server.port(), 4096);
  client.send(server.request());
  ASSERT_EQ(ended.get_future().wait_for(seconds(20)), std::future_status::ready);
  EXPECT_LT(asked, 1'000'000);
}

TEST_F(HttpServerSlices, StopsWhileAClientTakesEverythingAtOnce) {
  // A film that claims 1 EiB: the same 20 MB again and again.
  class Endless final : public ByteSource {
   public:
    explicit Endless(const FilmFile& film) : film_(film) {}
    base::Result<base::BodyBytes> next(std::int64_t, std::int64_t, std::span<std::byte>,
                                       base::CancelToken&) override {
      return base::BodyBytes{base::FileSlice{film_.file(), 0, kSize}};
    }

   private:
    const FilmFile& film_;
  };
  auto server = std::make_unique<TestServer>([this](const Request&) -> Answer {
    return FileAnswer{std::int64_t{1} << 60, "film.mp4", "e",
                      [this](std::int64_t) { return std::make_unique<Endless>(film_); }};
  });
  RawClient client(server->port());
  client.send(server->request());
  std::promise<void> busy;
  std::thread reader([&] {
    EXPECT_EQ(client.read(5'000'000).size(), 5'000'000U);
    busy.set_value();
    EXPECT_EQ(client.end(), RawClient::End::reset);
  });
  EXPECT_EQ(busy.get_future().wait_for(seconds(20)), std::future_status::ready);
  server.reset();
  reader.join();
}

TEST_F(HttpServerSlices, ServesSixtyFourClientsThatComeTogetherToTheLastByte) {
  TestServer server(serve());
  std::atomic<int> whole = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 64; ++i) {
    readers.emplace_back([&] {
      if (server.ask("Range: bytes=1000000-3999999\r\n").body == bytes_.substr(1'000'000, 3'000'000)) ++whole;
    });
  }
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(whole, 64);
}

}  // namespace
}  // namespace magnetar::http
