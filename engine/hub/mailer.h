// Sends the mails of all batches, one after the other, each at its batch's rate.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "hub/hub.h"
#include "hub/mail_batches.h"

namespace takestock::hub {

class Mailer {
 public:
  /// All outlive it.
  Mailer(Stores& stores, Clock& clock, Log& log, MailServer& server, MailSender sender,
         const std::atomic<bool>& stopping);

  /// Takes one mail of one store, sends it and keeps what became of it. Gives how long nothing is to be done,
  /// at most a second; 0: there may be another. Blocks while a mail is on its way.
  Millis step();

 private:
  bool settle_last_run();
  bool send_from(const std::string& store);
  void keep(const NextMail& mail, const Delivery& delivery);
  void pace(const NextMail& mail, const Delivery& delivery);
  Millis pause() const;

  Stores& stores_;
  Clock& clock_;
  Log& log_;
  MailServer& server_;
  const MailSender sender_;
  const std::atomic<bool>& stopping_;
  bool settled_ = false;                      ///< what the last run of the hub left
  std::map<std::string, Millis> not_before_;  ///< of each batch
  Millis service_again_ = 0;                  ///< the mail server could not be reached: not before
  Millis service_pause_ = 0;
};

}  // namespace takestock::hub
