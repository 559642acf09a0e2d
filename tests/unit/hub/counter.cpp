#include "unit/hub/counter.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "hub/passwords.h"

namespace takestock::hub {

using nlohmann::json;

std::string member(const Reply& reply, const std::string& pointer) {
  const json body = json::parse(reply.body, nullptr, false);
  const json::json_pointer at(pointer);
  if (body.is_discarded() || !body.contains(at)) return "";
  return body[at].is_string() ? body[at].get<std::string>() : body[at].dump();
}

Counter::Counter(const std::string& kind, std::vector<Endpoint> endpoints)
    : office(kind),
      routes_(std::move(endpoints)),
      hub(Settings(), office.clock, office.random, log_, metrics_) {
  hub.stores = this;
  hub.settings.data =
      (std::filesystem::temp_directory_path() / ("takestock-counter-" + std::to_string(getpid()))).string();
}

Counter::~Counter() {
  std::error_code ignored;
  std::filesystem::remove_all(hub.settings.data, ignored);
}

Reply Counter::ask(std::string_view method, const std::string& target, const std::string& bearer,
                   const std::string& body) {
  const std::size_t question = std::min(target.find('?'), target.size());
  Request request;
  request.method = method;
  request.path = target.substr(0, question);
  if (question < target.size()) {
    const std::string query = target.substr(question + 1);
    request.query[query.substr(0, query.find('='))] = query.substr(query.find('=') + 1);
  }
  const Routes::Match match = routes_.find(method, request.path);
  if (!match.endpoint) return failed(404, "not_found", "");
  request.arguments = match.arguments;
  request.bearer = bearer;
  request.body = body;
  request.peer = peer;
  request.origin = "https://survey.example.org";
  const auto user = std::make_shared<User>();
  if (match.endpoint->least != Role::nobody) {
    Reply refusal;
    const Status checked = office.with_desk([&](Desk& desk) {
      const auto found = signed_in(desk, bearer, match.endpoint->least);
      found.ok() ? void(*user = *found) : void(refusal = refused(found.error()));
    });
    REQUIRE(checked.ok());
    if (refusal.status >= 400) return refusal;
  }
  return run_accepted(match.endpoint->accept(hub, std::move(request), user));
}

Reply Counter::run_accepted(Accepted&& accepted) {
  if (accepted.job) return office.run(*accepted.job);
  if (accepted.parts.empty()) return std::move(accepted.reply);
  std::vector<Reply> replies;
  for (auto& part : accepted.parts) replies.push_back(office.run(*part.job));
  return accepted.join(std::move(replies));
}

Reply Counter::run(std::string_view, std::unique_ptr<Job> job) { return office.run(*job); }

bool Counter::post(std::string_view, std::unique_ptr<Job> job, std::function<void(Reply)> done) {
  done(office.run(*job));
  return true;
}

Result<std::unique_ptr<store::Database>> Counter::open_reader(std::string_view) {
  return Error{Code::unsupported, "There is one connection in these tests.", ""};
}

Reply Counter::try_sign_in(const std::string& name, const std::string& password, const std::string& code) {
  json body = {{"user", name}, {"password", password}};
  if (!code.empty()) body["code"] = code;
  return ask("POST", "/api/v1/session", "", body.dump());
}

std::string Counter::token_of(const std::string& name, const std::string& password, const std::string& code) {
  return member(try_sign_in(name, password, code), "/token");
}

std::string Counter::sign_in(const std::string& name, Role role) {
  static const std::string kept = hash_password(kGoodPassword).value();
  const Status added = office.with_desk([&](Desk& desk) {
    REQUIRE(insert_account(desk, name, role, kept).ok());
    desk.work.run("UPDATE account SET must_change = 0 WHERE name = ?1", name);
  });
  REQUIRE(added.ok());
  return token_of(name, kGoodPassword);
}

}  // namespace takestock::hub
