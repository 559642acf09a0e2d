// Unique links: what they look like, how they are made and read, and whom they speak for.
//
// A link ends in "#/<round>/<code>". The code is 40 letters of Crockford's base32 (no i, l, o, u), written in
// eight groups of five with hyphens: 12 letters that name the invitee (60 bits of chance, not secret), 26
// letters of token (130 bits of chance: the secret, of which a hub keeps only the hash), 2 letters of check
// over what stands before them. It stands in the fragment, which no browser sends to a server. So a device
// knows without a network whose response a link is for, and a link that replaces another one continues the
// same response.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/doors.h"
#include "base/result.h"

namespace takestock::identity {

struct Link {
  std::string round;    ///< survey::Round::id: [a-z0-9-], at most 64
  std::string invitee;  ///< 12 letters, lower case; the first is "z" where the respondent made the link, "y"
                        ///< where it is an interviewer's, and neither otherwise
  std::string token;    ///< 26 letters, lower case

  bool self_made() const { return invitee.starts_with('z'); }
  /// It speaks for any number of interviews, each with a response of its own: interview_of().
  bool interviewer() const { return invitee.starts_with('y'); }
  /// "abcde-fghjk-...": eight groups of five.
  std::string code() const;
  /// "#/<round>/<code>"
  std::string fragment() const;
  /// What the hub keeps of it: SHA-256, lower-case hex, of "takestock link 1" and the token.
  std::string token_hash() const;
};

/// Whom a link is for: somebody who was invited, somebody who came by themselves, somebody who asks others.
enum class Invited : std::uint8_t { person, self_made, interviewer };

/// A new invitee, and a link for it; chance must be the system's, not a seed's, outside of tests.
std::string make_invitee(Random& random, Invited invited);
Link make_link(const std::string& round, const std::string& invitee, Random& random);

/// The same as Link::interviewer(), of a code as Link::code() writes it.
inline bool of_interviewer(std::string_view code) { return code.starts_with('y'); }

/// Reads what a person has: a whole address, a fragment, or a code (then `round` is the one it is for).
/// Mended without a word: upper case, O for 0, I and L for 1, white space and "%20" and line breaks within,
/// other dashes, missing hyphens, quotation marks, brackets and punctuation behind it, "&" and "=" entities
/// of mail programs. Errors, code bad_text, one sentence that says what is wrong: too short (with how many
/// letters are missing), too long, a letter that no link has, a check that does not fit ("One or more letters
/// of this link are different from ...").
Result<Link> read_link(std::string_view text, std::string_view round = {});

/// The id of the invitee's response: the first 32 hex digits of SHA-256 over "takestock response 1", round
/// and invitee, each as
/// "<bytes>:<text>,". Never of the token.
std::string response_of(std::string_view round, std::string_view invitee);

/// The id of a new interview: the first 16 hex digits of SHA-256 over "takestock interviews 1", round and
/// invitee, framed as in response_of(), then 16 of chance. So a hub sees from the id whose interview it is.
std::string interview_of(std::string_view round, std::string_view invitee, Random& random);
/// True if interview_of() gives such an id: 32 lower-case hex digits that begin as this interviewer's do.
bool is_interview_of(std::string_view round, std::string_view invitee, std::string_view response);

}  // namespace takestock::identity
