#include "hub/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "hub/request_head.h"
#include "hub/seats.h"

namespace takestock::hub {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using tcp = asio::ip::tcp;

constexpr int kThreads = 2;
constexpr std::size_t kPiece = 2048, kLargePiece = 32 * 1024, kBuffer = 128 * 1024;
constexpr std::uint64_t kNoLimitYet = std::uint64_t{1} << 40;
constexpr std::size_t kLingerBytes = 16 * 1024 * 1024, kSlowestReader = 1024;
constexpr milliseconds kLinger{5000}, kAcceptAgain{100}, kStopAfter{8000};
constexpr const char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";

class Connection;

/// What all connections share.
struct Shared {
  explicit Shared(Hub& its_hub)
      : hub(its_hub),
        seats(its_hub.settings.limits.connections, its_hub.settings.limits.connections_per_address) {}
  Hub& hub;
  Service* service = nullptr;
  Seats seats;
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::unordered_map<Connection*, std::weak_ptr<Connection>> open;
};

using Fields = http::fields;

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

bool only_digits(beast::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What two programs could read differently, or "".
const char* ambiguous(const Fields& fields, bool http_1_1) {
  constexpr http::field kOnce[] = {http::field::host,          http::field::content_length,
                                   http::field::authorization, http::field::transfer_encoding,
                                   http::field::content_type,  http::field::content_encoding,
                                   http::field::origin,        http::field::expect};
  for (const http::field name : kOnce)
    if (fields.count(name) > 1) return "A field of the request's head is there twice.";
  if (fields.count(http::field::host) == 0) return "The request does not name its host.";
  const bool has_length = fields.count(http::field::content_length) > 0;
  if (has_length && !only_digits(fields[http::field::content_length]))
    return "The request's length is not a number.";
  if (fields.count(http::field::transfer_encoding) == 0) return "";
  if (has_length) return "The request has a length and is in chunks.";
  const bool chunked = beast::iequals(fields[http::field::transfer_encoding], "chunked");
  return chunked && http_1_1 ? "" : "Of transfer codings only chunked is taken here.";
}

std::string joined(const Fields& fields, beast::string_view name) {
  std::string out;
  for (auto range = fields.equal_range(name); range.first != range.second; ++range.first)
    out += (out.empty() ? "" : ",") + text_of(range.first->value());
  return out;
}

Answer refusal(int status, const char* message) {
  return answer_of(failed(status, status == 413 || status == 431 ? "limit" : "bad_request", message), "");
}

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket&& socket, std::shared_ptr<Shared> shared, std::string neighbour, bool proxy)
      : shared_(std::move(shared)),
        stream_(std::move(socket)),
        buffer_(kBuffer),
        neighbour_(std::move(neighbour)),
        proxy_(proxy) {
    shared_->hub.metrics.connections(1);
  }
  ~Connection() {
    shared_->hub.metrics.connections(-1);
    shared_->seats.leave(counted_address(neighbour_), proxy_);
    const std::scoped_lock lock(shared_->mutex);
    shared_->open.erase(this);
  }
  Connection(const Connection&) = delete;

  void start() { read_head(limits().header_ms); }
  auto executor() { return stream_.get_executor(); }
  /// The hub stops: nothing more is read where nothing has been asked.
  void stop() {
    if (idle_) close();
  }

 private:
  using Parser = http::request_parser<http::string_body>;
  using Step = void (Connection::*)(error_code, std::size_t);

  const Limits& limits() const { return shared_->hub.settings.limits; }
  auto then(Step step) { return beast::bind_front_handler(step, shared_from_this()); }
  void expire_after(Millis ms) { stream_.expires_after(milliseconds(ms)); }
  std::string_view received() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()};
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  // A request: its head, ...
  void read_head(Millis patience) {
    parser_.emplace();
    parser_->eager(false);
    parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes));
    parser_->body_limit(kNoLimitYet);
    admission_ = {};
    expire_after(patience);
    idle_ = buffer_.size() == 0;
    began_ = shared_->hub.clock.now();
    take_head();
  }

  void read_more_head() {
    stream_.async_read_some(buffer_.prepare(kPiece), then(&Connection::on_head_piece));
  }

  void on_head_piece(error_code wrong, std::size_t size) {
    if (wrong) return close();
    if (idle_ && answered_) expire_after(limits().header_ms);
    if (idle_) began_ = shared_->hub.clock.now();
    idle_ = false;
    buffer_.commit(size);
    take_head();
  }

  void take_head() {
    const std::size_t size = head_size(received());
    const std::string_view head = received().substr(0, size);
    if (const char* wrong = malformed(head); *wrong) return refuse(400, wrong);
    if (head.size() > limits().header_bytes) return refuse(431, "The request's head is too long.");
    if (size == std::string_view::npos) return read_more_head();
    error_code wrong;
    buffer_.consume(parser_->put(asio::buffer(head.data(), head.size()), wrong));
    if (wrong) return refuse(400, "The request's head cannot be read.");
    admit();
  }

  // ... whether it is let in, ...
  Head head_of() const {
    const auto& message = parser_->get();
    Head head;
    head.method = text_of(message.method_string());
    head.target = text_of(message.target());
    head.host = text_of(message[http::field::host]);
    head.authorization = text_of(message[http::field::authorization]);
    head.content_type = text_of(message[http::field::content_type]);
    head.content_encoding = text_of(message[http::field::content_encoding]);
    head.accept_encoding = joined(message, "Accept-Encoding");
    head.if_none_match = joined(message, "If-None-Match");
    head.link = joined(message, "Takestock-Link");
    head.origin = text_of(message[http::field::origin]);
    head.forwarded_for = joined(message, "X-Forwarded-For");
    head.neighbour = neighbour_;
    return head;
  }

  void admit() {
    const auto& message = parser_->get();
    if (message.version() != 10 && message.version() != 11)
      return refuse(505, "Of HTTP only versions 1.0 and 1.1 are spoken here.");
    if (const char* wrong = ambiguous(message, message.version() == 11); *wrong) return refuse(400, wrong);
    method_ = message.method() == http::verb::unknown ? "other" : text_of(message.method_string());
    keep_alive_ = parser_->keep_alive() && message.version() == 11;
    admission_ = shared_->service->admit(head_of());
    admission_.request.began = began_;
    if (admission_.refused) return send(std::move(*admission_.refused), parser_->is_done());
    if (parser_->content_length().value_or(0) > admission_.body_bytes)
      return refuse(413, "What was sent is larger than is taken here.");
    parser_->body_limit(admission_.body_bytes);
    if (parser_->content_length().value_or(admission_.body_bytes) <= Service::kLargeBody) return expect();
    stream_.expires_never();
    const auto self = shared_from_this();
    shared_->service->check(admission_, [self](std::optional<Answer> refused) {
      asio::post(self->executor(), [self, refused] { self->on_checked(refused); });
    });
  }

  void on_checked(const std::optional<Answer>& refused) { refused ? send(*refused, false) : expect(); }

  void expect() {
    const auto expected = parser_->get()[http::field::expect];
    if (expected.empty() || parser_->is_done()) return read_body();
    if (!beast::iequals(expected, "100-continue"))
      return refuse(417, "Nothing but 100-continue can be expected.");
    expire_after(limits().body_ms);
    asio::async_write(stream_, asio::buffer(kContinue, sizeof kContinue - 1),
                      then(&Connection::on_continue_sent));
  }

  void on_continue_sent(error_code wrong, std::size_t) { wrong ? close() : read_body(); }

  // ... and its body, which has to keep coming.
  void read_body() {
    body_since_ = steady_clock::now();
    parser_->eager(true);
    if (parser_->content_length().value_or(kPiece) >= kPiece && !parser_->is_done())
      buffer_.reserve(kLargePiece);
    read_more_body();
  }

  void read_more_body() {
    if (parser_->is_done()) return answer();
    const Millis at_rate = static_cast<Millis>(received_ * 1000 / limits().body_bytes_per_second);
    const Millis patience = std::min(limits().body_ms + at_rate, limits().body_ms_at_most);
    stream_.expires_at(body_since_ + milliseconds(patience));
    http::async_read_some(stream_, buffer_, *parser_, then(&Connection::on_body_piece));
  }

  void on_body_piece(error_code wrong, std::size_t size) {
    received_ += size;
    if (wrong == http::error::body_limit) return refuse(413, "What was sent is larger than is taken here.");
    if (wrong == beast::error::timeout) return give_up();
    if (wrong && wrong.category() == http::make_error_code(http::error::bad_chunk).category() &&
        wrong != http::error::partial_message && wrong != http::error::end_of_stream)
      return refuse(400, "The request's body cannot be read.");
    if (wrong) return close();
    read_more_body();
  }

  // Its answer.
  void answer() {
    asked_at_ = steady_clock::now();
    stream_.expires_never();
    std::string body = std::move(parser_->get().body());
    received_ = body.size();
    const auto self = shared_from_this();
    const std::string_view endpoint = admission_.endpoint;
    std::string peer = admission_.peer;
    shared_->service->answer(std::move(admission_), std::move(body), [self](Answer answer) {
      const auto answered = std::make_shared<Answer>(std::move(answer));
      asio::post(self->executor(), [self, answered] { self->send(std::move(*answered), true); });
    });
    admission_.endpoint = endpoint;
    admission_.peer = std::move(peer);
  }

  void refuse(int status, const char* message) { send(refusal(status, message), false); }

  void give_up() {
    send(refusal(408, "The request came too slowly."), false);
    linger_ = false;
  }

  /// `whole`: all of the request has been read, so that another one may follow.
  void send(Answer answer, bool whole) {
    answer_ = std::move(answer);
    keep_alive_ = keep_alive_ && whole && !shared_->stopping;
    linger_ = !whole;
    const Hub& hub = shared_->hub;
    head_ = head_text(answer_, hub.clock.now(), hub.settings.origin.rfind("https://", 0) == 0, keep_alive_);
    const bool bodiless = !answer_.body || method_ == "HEAD";
    const std::size_t size = bodiless ? 0 : answer_.body->size();
    expire_after(limits().write_ms + static_cast<Millis>(size / kSlowestReader * 1000));
    const std::array<asio::const_buffer, 2> pieces = {
        asio::buffer(head_), bodiless ? asio::const_buffer() : asio::buffer(*answer_.body)};
    asio::async_write(stream_, pieces, then(&Connection::on_sent));
  }

  void on_sent(error_code wrong, std::size_t size) {
    note(size - std::min(size, head_.size()));
    if (wrong) return close();
    answer_ = {};
    answered_ = true;
    received_ = 0;
    asked_at_ = {};
    if (linger_) return linger();
    if (!keep_alive_ || shared_->stopping) return close();
    if (buffer_.size() == 0) buffer_.shrink_to_fit();
    read_head(limits().idle_ms);
  }

  void note(std::size_t sent) {
    const auto taken = asked_at_ == steady_clock::time_point() ? steady_clock::duration::zero()
                                                               : steady_clock::now() - asked_at_;
    const double seconds = std::chrono::duration<double>(taken).count();
    Hub& hub = shared_->hub;
    hub.metrics.request(admission_.endpoint, answer_.status, seconds);
    hub.log.request({method_, admission_.endpoint, answer_.status, static_cast<Millis>(seconds * 1000),
                     received_, sent, admission_.peer.empty() ? neighbour_ : admission_.peer});
  }

  /// Reads on for a while without looking, so that the answer is not lost with a reset of the connection.
  void linger() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kLinger);
    read_away();
  }

  void read_away() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(kLargePiece), then(&Connection::on_read_away));
  }

  void on_read_away(error_code wrong, std::size_t size) {
    read_away_ += size;
    if (wrong || read_away_ > kLingerBytes) return close();
    read_away();
  }

  const std::shared_ptr<Shared> shared_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const std::string neighbour_;  ///< address
  const bool proxy_;             ///< a trusted one
  std::optional<Parser> parser_;
  Service::Admission admission_;
  std::string method_ = "other";
  Answer answer_;
  std::string head_;
  steady_clock::time_point body_since_, asked_at_;
  std::size_t received_ = 0, read_away_ = 0;
  Millis began_ = 0;  ///< when the request's first byte came
  bool idle_ = true, answered_ = false, keep_alive_ = false, linger_ = false;
};

class TcpServer final : public Server {
 public:
  explicit TcpServer(Hub& hub) : hub_(hub), shared_(std::make_shared<Shared>(hub)) {}
  ~TcpServer() override { context_.stop(); }

  Status open() {
    error_code wrong;
    const auto address = asio::ip::make_address(hub_.settings.address, wrong);
    if (wrong) return Error{Code::bad_request, hub_.settings.address + " is not an address.", ""};
    const tcp::endpoint endpoint(address, hub_.settings.port);
    acceptor_.open(endpoint.protocol(), wrong);
    if (!wrong) acceptor_.set_option(tcp::acceptor::reuse_address(true), wrong);
    if (!wrong) acceptor_.bind(endpoint, wrong);
    if (!wrong) acceptor_.listen(asio::socket_base::max_listen_connections, wrong);
    if (wrong)
      return Error{Code::bad_state,
                   "Cannot listen at " + hub_.settings.address + ", port " + std::to_string(endpoint.port()) +
                       ": " + wrong.message() + ".",
                   ""};
    hub_.settings.port = acceptor_.local_endpoint().port();
    return Done{};
  }

  void serve(Service& service, const std::function<void()>& started) override {
    shared_->service = &service;
    signals_.async_wait([this](error_code wrong, int) {
      if (!wrong) stop();
    });
    asio::post(strand_, [this] { accept(); });
    started();
    std::thread other([this] { context_.run(); });
    context_.run();
    other.join();
  }

 private:
  void accept() {
    acceptor_.async_accept(asio::make_strand(context_), [this](error_code wrong, tcp::socket socket) {
      if (wrong == asio::error::operation_aborted || shared_->stopping) return;
      if (!wrong) return take(std::move(socket)), accept();
      again_.expires_after(kAcceptAgain);  // out of descriptors, most likely
      again_.async_wait([this](error_code stopped) {
        if (!stopped) accept();
      });
    });
  }

  void take(tcp::socket&& socket) {
    error_code wrong;
    const tcp::endpoint neighbour = socket.remote_endpoint(wrong);
    if (wrong) return;
    socket.set_option(tcp::no_delay(true), wrong);
    const std::string address = neighbour.address().to_string();
    const auto& trusted = hub_.settings.trusted_proxies;
    const bool proxy = std::find(trusted.begin(), trusted.end(), address) != trusted.end();
    if (!shared_->seats.take(counted_address(address), proxy)) return;
    const auto connection = std::make_shared<Connection>(std::move(socket), shared_, address, proxy);
    {
      const std::scoped_lock lock(shared_->mutex);
      shared_->open.emplace(connection.get(), connection);
    }
    asio::post(connection->executor(), [connection] { connection->start(); });
  }

  /// No more connections; those that wait for nothing are closed, the others after their answer.
  void stop() {
    shared_->stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    again_.cancel();
    for (const auto& connection : open_connections())
      asio::post(connection->executor(), [connection] { connection->stop(); });
    last_.expires_after(kStopAfter);
    last_.async_wait([this](error_code) { context_.stop(); });
    watch();
  }

  /// To be let go of without the lock: the last reference takes it.
  std::vector<std::shared_ptr<Connection>> open_connections() {
    std::vector<std::shared_ptr<Connection>> connections;
    const std::scoped_lock lock(shared_->mutex);
    for (const auto& row : shared_->open)
      if (auto connection = row.second.lock()) connections.push_back(std::move(connection));
    return connections;
  }

  /// Ends the wait as soon as no connection is left.
  void watch() {
    {
      const std::scoped_lock lock(shared_->mutex);
      if (shared_->open.empty()) return context_.stop();
    }
    again_.expires_after(milliseconds(20));
    again_.async_wait([this](error_code wrong) {
      if (!wrong) watch();
    });
  }

  Hub& hub_;
  const std::shared_ptr<Shared> shared_;
  asio::io_context context_{kThreads};
  const asio::strand<asio::io_context::executor_type> strand_ = asio::make_strand(context_);
  tcp::acceptor acceptor_{strand_};
  asio::signal_set signals_{strand_, SIGTERM, SIGINT};
  asio::steady_timer again_{strand_}, last_{strand_};
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(Hub& hub) {
  auto server = std::make_unique<TcpServer>(hub);
  if (Status opened = server->open(); !opened.ok()) return opened.error();
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace takestock::hub
