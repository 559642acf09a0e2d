#include "incoming.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#ifndef __EMSCRIPTEN__  // sealed files are the native program's
#include "files.h"
#include "sealing/sealed_file.h"
#endif

namespace takestock::cli {
namespace {

using Take = std::function<Status(std::string_view)>;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

Error failure(Code code, const char* what) {
  return {code, std::string(what) + std::strerror(errno) + ".", ""};
}

Status feed(std::FILE* file, const Take& take) {
  char piece[65536];
  while (const std::size_t size = std::fread(piece, 1, sizeof piece, file))
    if (Status taken = take({piece, size}); !taken.ok()) return taken;
  if (!std::ferror(file)) return Done{};
  return failure(Code::internal, "This file cannot be read: ");
}

#ifndef __EMSCRIPTEN__

bool begins_sealed(std::FILE* file) {
  char beginning[64];
  const std::size_t size = std::fread(beginning, 1, sizeof beginning, file);
  std::rewind(file);
  return sealing::is_sealed({beginning, size});
}

Status feed_sealed(std::FILE* file, const std::string& key, const Take& take) {
  if (key.empty())
    return Error{Code::bad_request, "This file is sealed: say with --key which key file opens it.", ""};
  const Result<std::string> text = read_file(key);
  if (!text.ok()) return text.error();
  auto keys = sealing::read_key_file(*text);
  if (!keys.ok()) return Error{keys.error().code, key + ": " + keys.error().message, ""};
  sealing::Opener opener(std::move(*keys), take);
  Status fed = feed(file, [&](std::string_view bytes) { return opener.feed(bytes); });
  return fed.ok() ? opener.finish() : fed;
}

#endif

}  // namespace

Status feed_file(const std::string& path, const std::string& key, const Take& take) {
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return failure(Code::not_found, "This file cannot be opened: ");
#ifndef __EMSCRIPTEN__
  if (begins_sealed(file.get())) return feed_sealed(file.get(), key, take);
#else
  (void)key;
#endif
  return feed(file.get(), take);
}

}  // namespace takestock::cli
