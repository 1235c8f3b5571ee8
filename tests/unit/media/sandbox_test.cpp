#include "media/sandbox.h"

#include <gtest/gtest.h>

namespace magnetar::media {
namespace {

constexpr Limits kLimits{1'000'000'000, std::chrono::seconds(30)};
const std::vector<std::string> kCommand{"/usr/bin/ffmpeg", "-version"};

std::string joined(const std::vector<std::string>& arguments) {
  std::string text;
  for (const auto& argument : arguments) text += (text.empty() ? "" : " ") + argument;
  return text;
}

TEST(Sandbox, LimitsAndConfines) {
  EXPECT_EQ(
      joined(
          confined({"/usr/bin/bwrap", "/usr/bin/prlimit", "/usr/bin/setpriv", "", true}, kLimits, kCommand)),
      "/usr/bin/setpriv --pdeathsig KILL -- /usr/bin/prlimit --as=1000000000 --cpu=30 --fsize=0 --nofile=64 "
      "--core=0 --"
      " /usr/bin/bwrap --unshare-all --unshare-user --hostname magnetar --disable-userns --share-net "
      "--die-with-parent"
      " --cap-drop ALL"
      " --ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64"
      " --ro-bind-try /etc/alternatives /etc/alternatives --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache"
      " --proc /proc --dev /dev --tmpfs /tmp --chdir / -- /usr/bin/prlimit --nproc=512 -- /usr/bin/ffmpeg "
      "-version");
}

TEST(Sandbox, AsksOlderBubblewrapForWhatItKnows) {
  SandboxTools tools{"/usr/bin/bwrap", "", "", "", true};
  tools.closes_namespaces = false;
  EXPECT_EQ(joined(confined(tools, kLimits, kCommand)).find("--disable-userns"), std::string::npos);
}

TEST(Sandbox, LeavesNoNetworkButThePassage) {
  const auto command = joined(confined({"/usr/bin/bwrap", "", "", "/opt/bin/magnetar-airlock", true}, kLimits,
                                       kCommand, SandboxExit{3, 40123}));
  EXPECT_EQ(command.find("--share-net"), std::string::npos);
  EXPECT_TRUE(command.starts_with("/usr/bin/bwrap --unshare-all "));
  EXPECT_NE(command.find(" --ro-bind /opt/bin/magnetar-airlock /magnetar-airlock "), std::string::npos);
  EXPECT_TRUE(command.ends_with(" -- /magnetar-airlock --listen 3 40123 -- /usr/bin/ffmpeg -version"));
}

TEST(Sandbox, ShowsADeviceOnlyToWhatNeedsIt) {
  auto limits = kLimits;
  limits.devices = Devices::dri;
  EXPECT_TRUE(
      joined(confined({"/usr/bin/bwrap", "", "", "", true}, limits, kCommand))
          .ends_with(" --chdir / --dev-bind-try /dev/dri /dev/dri --ro-bind-try /sys/dev/char /sys/dev/char"
                     " --ro-bind-try /sys/devices /sys/devices -- /usr/bin/ffmpeg -version"));
  limits.devices = Devices::nvidia;
  const auto nvidia = joined(confined({"/usr/bin/bwrap", "", "", "", true}, limits, kCommand));
  EXPECT_NE(nvidia.find(" --dev-bind-try /dev/nvidiactl /dev/nvidiactl "), std::string::npos);
  EXPECT_EQ(nvidia.find("/dev/dri"), std::string::npos);
}

TEST(Sandbox, LetsAProgramDieWithItsStarterWithoutBubblewrapToo) {
  EXPECT_EQ(
      joined(confined({"", "/usr/bin/prlimit", "/usr/bin/setpriv", "", true}, kLimits, kCommand)),
      "/usr/bin/setpriv --pdeathsig KILL -- /usr/bin/prlimit --as=1000000000 --cpu=30 --fsize=0 --nofile=64"
      " --core=0 -- /usr/bin/ffmpeg -version");
}

TEST(Sandbox, ClosesSystemCallsInASandboxThatSharesTheNetwork) {
  const auto command =
      joined(confined({"/usr/bin/bwrap", "", "", "/opt/bin/magnetar-airlock", true}, kLimits, kCommand));
  EXPECT_NE(command.find(" --share-net "), std::string::npos);
  EXPECT_TRUE(command.ends_with(" -- /magnetar-airlock -- /usr/bin/ffmpeg -version"));
}

TEST(Sandbox, TakesLandlockWhereThereIsNoBubblewrap) {
  auto limits = kLimits;
  limits.devices = Devices::dri;
  EXPECT_EQ(
      joined(confined_by_landlock(
          {"", "/usr/bin/prlimit", "/usr/bin/setpriv", "/opt/bin/magnetar-airlock", true}, limits, kCommand,
          40123)),
      "/usr/bin/setpriv --pdeathsig KILL -- /usr/bin/prlimit --as=1000000000 --cpu=30 --fsize=0 --nofile=64"
      " --core=0 -- /opt/bin/magnetar-airlock --landlock 40123 --read /usr/bin/ffmpeg --device /dev/dri"
      " --read /sys/dev/char --read /sys/devices -- /usr/bin/ffmpeg -version");
}

TEST(Sandbox, LeavesACommandAloneWhereThereIsNothing) {
  EXPECT_EQ(confined({}, kLimits, kCommand), kCommand);
}

}  // namespace
}  // namespace magnetar::media
