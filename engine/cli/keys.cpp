#include "keys.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "options.h"
#include "sealing/keys.h"

namespace takestock::cli {
namespace {

constexpr char kUsage[] = "keys make FILE [--round ID]";

/// A new file, from its first byte readable for its owner alone.
Status write_private(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Error{Code::bad_state, "Cannot make " + path + ": " + std::strerror(errno) + ".", ""};
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const bool closed = ::close(file) == 0;
  if (written && closed) return Done{};
  ::unlink(path.c_str());
  return Error{Code::internal, "Cannot write " + path + ".", ""};
}

}  // namespace

int keys(std::vector<std::string> args) {
  const Result<Options> options = Options::read(args, {"--round"}, {});
  if (!options) return misused("keys", options.error().message, kUsage);
  if (options->files().size() != 2 || options->files().front() != "make")
    return misused("keys", "say \"make\" and which file to write.", kUsage);
  const std::string& file = options->files().back();
  const sealing::KeyPair pair = sealing::make_keys(options->value("--round"));
  if (Status written = write_private(file, sealing::key_file(pair)); !written)
    return failed("keys", written.error());
  std::printf("%s\n", sealing::public_key_text(pair.public_key).c_str());
  std::fprintf(stderr,
               "This is the public key %s: whoever has it can seal files. Only %s opens them: keep it safe, "
               "and keep a "
               "copy.\n",
               sealing::key_id(pair.public_key).c_str(), file.c_str());
  return 0;
}

}  // namespace takestock::cli
