#include "hub/smtp.h"

#include <curl/curl.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <sstream>

#include "base/utf8.h"
#include "hub/contacts_file.h"
#include "hub/fields.h"

namespace takestock::hub {
namespace {

constexpr long kConnectSeconds = 15, kMailSeconds = 90;
constexpr std::size_t kReplyBytes = 300;

Error wrong(const std::string& path, const std::string& sentence) {
  return {Code::bad_request, "The mail settings cannot be used: " + sentence, path};
}

Result<std::string> text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{Code::not_found, "There is no file with mail settings.", path};
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

bool others_may_read(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

bool host_name(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':';
  });
}

bool take_security(const std::string& word, SmtpSettings& settings) {
  using Security = SmtpSettings::Security;
  if (word == "tls") settings.security = Security::tls;
  if (word == "none") settings.security = Security::none;
  return word.empty() || word == "starttls" || word == "tls" || word == "none";
}

int usual_port(SmtpSettings::Security security) {
  switch (security) {
    case SmtpSettings::Security::starttls:
      return 587;
    case SmtpSettings::Security::tls:
      return 465;
    case SmtpSettings::Security::none:
      return 25;
  }
  return 25;
}

std::string mistake_in(const SmtpSettings& settings) {
  if (!host_name(settings.server)) return "“server” is no name of a machine.";
  ContactDetails sender;
  sender.name = settings.from.name, sender.email = settings.from.address;
  if (const std::string mistake = contact_mistake(sender); !mistake.empty())
    return "in “from”, " + mistake + ".";
  if (settings.security == SmtpSettings::Security::none && !settings.on_this_machine())
    return "“security” is none, which only a server on this machine may have.";
  if (settings.user.empty() != settings.password.empty()) return "of user and password one is missing.";
  return "";
}

/// Bytes of a mail as they are handed over.
struct Upload {
  const std::string* bytes;
  std::size_t at = 0;
};

/// What the conversation with the server has come to.
struct Talk {
  std::string command;  ///< its first word
  std::string reply;    ///< the last line the server said
  bool over = false;
};

std::size_t read_upload(char* to, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t bytes = std::min(size * count, upload.bytes->size() - upload.at);
  std::copy_n(upload.bytes->data() + upload.at, bytes, to);
  upload.at += bytes;
  return bytes;
}

/// Without the goodbye.
int note_talk(CURL*, curl_infotype kind, char* data, std::size_t size, void* to) {
  auto& talk = *static_cast<Talk*>(to);
  const std::string_view line(data, size);
  if (kind == CURLINFO_HEADER_OUT && line.substr(0, 4) == "QUIT") talk.over = true;
  if (talk.over) return 0;
  if (kind == CURLINFO_HEADER_OUT) talk.command = line.substr(0, 4);
  if (kind == CURLINFO_HEADER_IN && !line.empty()) talk.reply = line.substr(0, kReplyBytes);
  return 0;
}

struct Watch {
  const std::atomic<bool>* stopping;
  const Upload* upload;
};

int give_up(void* from, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& watch = *static_cast<Watch*>(from);
  return watch.stopping->load() && watch.upload->at < watch.upload->bytes->size();
}

std::string one_line_of(const std::string& reply) {
  std::string out;
  for (const char c : reply) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return one_line(is_utf8(out) ? out : "");
}

Delivery judge(CURLcode code, long status, const Upload& upload, const Talk& talk) {
  using Outcome = Delivery::Outcome;
  if (code == CURLE_OK) return {Outcome::sent, ""};
  const std::string said = one_line_of(talk.reply);
  const bool answered = status >= 400 && status < 600;
  const bool about_mail = talk.command == "RCPT" || talk.command == "DATA" || upload.at > 0;
  if (!answered && upload.at == upload.bytes->size()) return {Outcome::unknown, curl_easy_strerror(code)};
  if (!answered || !about_mail)
    return {Outcome::no_service, answered ? said : std::string(curl_easy_strerror(code)) + "."};
  return {status < 500 ? Outcome::later : Outcome::refused, said};
}

class SmtpServer final : public MailServer {
 public:
  SmtpServer(SmtpSettings settings, const std::atomic<bool>& stopping)
      : settings_(std::move(settings)), stopping_(stopping) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    curl_ = curl_easy_init();
  }
  ~SmtpServer() override { curl_easy_cleanup(curl_); }
  SmtpServer(const SmtpServer&) = delete;

  Delivery send(const std::string& from, const std::string& to, const std::string& message) override {
    if (!curl_) return {Delivery::Outcome::no_service, "libcurl could not be started."};
    Upload upload{&message};
    Talk talk;
    const Watch watch{&stopping_, &upload};
    set_up();
    set_mail(upload, talk, watch);
    const std::string sender = "<" + from + ">", receiver = "<" + to + ">";
    curl_slist* receivers = curl_slist_append(nullptr, receiver.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_RCPT, receivers);
    const CURLcode code = curl_easy_perform(curl_);
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(receivers);
    return judge(code, status, upload, talk);
  }

 private:
  void set_up() {
    const bool tls = settings_.security == SmtpSettings::Security::tls;
    const std::string host =
        settings_.server.find(':') == std::string::npos ? settings_.server : "[" + settings_.server + "]";
    const std::string url =
        std::string(tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(settings_.port);
    curl_easy_reset(curl_);  // the connection stays
    curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROXY, "");
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, kMailSeconds);
    curl_easy_setopt(curl_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    const bool plain = settings_.security == SmtpSettings::Security::none;
    curl_easy_setopt(curl_, CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    const bool verify = !settings_.on_this_machine();
    curl_easy_setopt(curl_, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    curl_easy_setopt(curl_, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    if (settings_.user.empty()) return;
    curl_easy_setopt(curl_, CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(curl_, CURLOPT_PASSWORD, settings_.password.c_str());
  }

  void set_mail(Upload& upload, Talk& talk, const Watch& watch) {
    curl_easy_setopt(curl_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl_, CURLOPT_READFUNCTION, read_upload);
    curl_easy_setopt(curl_, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl_, CURLOPT_VERBOSE, 1L);  // for note_talk, which prints nothing
    curl_easy_setopt(curl_, CURLOPT_DEBUGFUNCTION, note_talk);
    curl_easy_setopt(curl_, CURLOPT_DEBUGDATA, &talk);
    curl_easy_setopt(curl_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl_, CURLOPT_XFERINFOFUNCTION, give_up);
    curl_easy_setopt(curl_, CURLOPT_XFERINFODATA, &watch);
  }

  const SmtpSettings settings_;
  const std::atomic<bool>& stopping_;
  CURL* curl_ = nullptr;
};

}  // namespace

bool SmtpSettings::on_this_machine() const {
  const bool numbers = server.find_first_not_of("0123456789.") == std::string::npos;
  return server == "localhost" || server == "::1" || (numbers && server.rfind("127.", 0) == 0);
}

Result<SmtpSettings> read_smtp_settings(const std::string& path) {
  const Result<std::string> text = text_of_file(path);
  if (!text) return text.error();
  Fields fields(*text, {"server", "port", "security", "user", "password", "from", "from_name"});
  SmtpSettings settings;
  settings.server = fields.required("server", 253);
  if (!take_security(fields.text("security"), settings))
    fields.fail("security", "“security” is starttls, tls or none.");
  settings.port = static_cast<int>(fields.whole("port", 1, 65535).value_or(usual_port(settings.security)));
  settings.user = fields.text("user"), settings.password = fields.text("password");
  settings.from = {fields.text("from_name", 200), fields.required("from", 254)};
  if (!fields.ok()) return wrong(path, fields.error().message);
  if (const std::string mistake = mistake_in(settings); !mistake.empty()) return wrong(path, mistake);
  if (!settings.password.empty() && others_may_read(path))
    return wrong(path, "the file has a password and may be read by others than its owner (chmod 600).");
  return settings;
}

std::unique_ptr<MailServer> smtp_server(SmtpSettings settings, const std::atomic<bool>& stopping) {
  return std::make_unique<SmtpServer>(std::move(settings), stopping);
}

}  // namespace takestock::hub
