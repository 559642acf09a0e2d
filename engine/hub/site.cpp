#include "hub/site.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/digest.h"

namespace takestock::hub {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCodings[] = {"br", "gzip", ""};
constexpr const char* kEndings[] = {".br", ".gz", ""};

const char* type_of(const std::string& path) {
  static const std::map<std::string, const char*> types = {
      {".css", "text/css; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".ico", "image/x-icon"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".png", "image/png"},
      {".svg", "image/svg+xml"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".webmanifest", "application/manifest+json; charset=utf-8"},
      {".woff2", "font/woff2"}};
  const auto known = types.find(fs::path(path).extension().string());
  return known == types.end() ? "application/octet-stream" : known->second;
}

/// Which variant a file is of another one: its ending is cut off the path.
std::size_t take_ending(std::string& path) {
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string_view ending = kEndings[i];
    if (path.size() <= ending.size() || path.compare(path.size() - ending.size(), ending.size(), ending) != 0)
      continue;
    path.resize(path.size() - ending.size());
    return i;
  }
  return 2;
}

bool in_a_hash(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

/// The build puts a hash of the content into the names it gives: "/assets/main-B4mtOcz8.js".
bool never_changes(std::string_view path) {
  constexpr std::size_t kHash = 8;
  const std::size_t dot = path.rfind('.');
  if (path.find("/assets/") == std::string_view::npos || dot == std::string_view::npos || dot < kHash + 1)
    return false;
  const std::string_view hash = path.substr(dot - kHash, kHash);
  const char before = path[dot - kHash - 1];
  return (before == '-' || before == '.') && std::all_of(hash.begin(), hash.end(), in_a_hash);
}

bool names(std::string_view if_none_match, const std::string& etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

Answer moved(const std::string& path) {
  Answer answer;
  answer.status = 301;
  answer.headers = {{"Location", path}, {"Cache-Control", "no-cache"}};
  return answer;
}

bool hidden(const fs::path& relative) {
  return std::any_of(relative.begin(), relative.end(),
                     [](const fs::path& part) { return part.string()[0] == '.'; });
}

}  // namespace

Status Site::add(const std::string& path, const std::string& file, std::size_t& total) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (!in) return Error{Code::internal, "A file of the site cannot be read.", file};
  total += bytes.size();
  if (total > kBytes) return Error{Code::limit, "The site is larger than 64 MiB.", file};
  std::string name = path;
  const std::size_t variant = take_ending(name);
  File& kept = files_[name];
  kept.type = type_of(name);
  kept.variants[variant].etag = "\"" + sha256_hex(bytes).substr(0, 32) + "\"";
  kept.variants[variant].bytes = std::make_shared<const std::string>(std::move(bytes));
  return Done{};
}

Result<Site> Site::read(const std::string& directory) {
  Site site;
  std::size_t total = 0;
  std::error_code wrong;
  for (fs::recursive_directory_iterator entry(directory, wrong), end; !wrong && entry != end;
       entry.increment(wrong)) {
    const fs::path relative = entry->path().lexically_relative(directory);
    if (!entry->is_regular_file() || hidden(relative)) continue;
    if (Status added = site.add("/" + relative.generic_string(), entry->path().string(), total); !added.ok())
      return added.error();
  }
  if (wrong)
    return Error{Code::not_found, "The site's directory cannot be read: " + wrong.message() + ".", directory};
  std::erase_if(site.files_, [](const auto& row) { return !row.second.variants[2].bytes; });
  return site;
}

bool Site::has(std::string_view path) const {
  const std::string name = named(path);
  return files_.count(name) > 0 || files_.count(name + "/index.html") > 0;
}

std::string Site::named(std::string_view path) {
  return path.back() == '/' ? std::string(path) + "index.html" : std::string(path);
}

Answer Site::answer(std::string_view path, std::string_view accept_encoding,
                    std::string_view if_none_match) const {
  const std::string name = named(path);
  if (files_.count(name) == 0) return moved(name + "/");
  const File& file = files_.at(name);
  std::size_t chosen = 0;
  while (!file.variants[chosen].bytes || (chosen < 2 && !accepts(accept_encoding, kCodings[chosen])))
    ++chosen;
  const Variant& variant = file.variants[chosen];
  Answer answer;
  answer.fieldwork = name.compare(0, 7, "/field/") == 0;
  answer.headers = {
      {"Content-Type", file.type},
      {"Cache-Control", never_changes(name) ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", variant.etag},
      {"Vary", "Accept-Encoding"}};
  if (names(if_none_match, variant.etag)) {
    answer.status = 304;
    return answer;
  }
  if (chosen < 2) answer.headers.emplace_back("Content-Encoding", kCodings[chosen]);
  answer.body = variant.bytes;
  return answer;
}

}  // namespace takestock::hub
