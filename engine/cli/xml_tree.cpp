#include "xml_tree.h"

#include "base/utf8.h"
#include "expression/expression.h"

namespace takestock::cli {
namespace {

using expression::kNoNode;
using expression::NodeId;
using expression::NodeKind;

constexpr std::size_t kXmlBytes = 16 * 1024 * 1024;
constexpr std::size_t kLevels = 1000;
constexpr char kXmlUri[] = "http://www.w3.org/XML/1998/namespace";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '-' || c == '.'; }

struct Broken {
  std::size_t at;
  std::string what;
};

}  // namespace

class XmlReader {
 public:
  XmlReader(std::string_view text, XmlTree& tree) : text_(text), tree_(tree) {}

  void run() {
    tree_.nodes_.emplace_back();
    tree_.nodes_[0].kind = NodeKind::document;
    open_.push_back(0);
    take("\xEF\xBB\xBF");
    while (at_ < text_.size()) item();
    if (open_.size() > 1) broken("an element is never closed");
    if (!seen_element_) broken("there is no element");
    tree_.nodes_[0].end = static_cast<NodeId>(tree_.nodes_.size());
  }

 private:
  struct Name {
    std::string prefix, local;
  };
  struct Attribute {
    Name name;
    std::string value;
  };

  [[noreturn]] void broken(std::string what) const { throw Broken{at_, std::move(what)}; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void expect(std::string_view word) {
    if (!take(word)) broken("'" + std::string(word) + "' is missing");
  }
  void skip_space() {
    while (is_space(peek())) ++at_;
  }
  std::string_view until(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) broken("'" + std::string(end) + "' is missing");
    const std::string_view out = text_.substr(at_, found - at_);
    at_ = found + end.size();
    return out;
  }

  void item() {
    if (take("<!--")) return leaf(NodeKind::comment, {}, std::string(until("-->")));
    if (take("<![CDATA[")) return text_piece(std::string(until("]]>")));
    if (take("<!DOCTYPE")) return document_type();
    if (take("<?")) return instruction();
    if (take("</")) return close_element();
    if (take("<")) return open_element();
    character_data();
  }

  void document_type() {
    if (seen_element_) broken("a document type stands behind its place");
    if (until(">").find('[') != std::string_view::npos)
      broken("document types that declare something are refused");
  }

  void instruction() {
    const std::size_t from = at_;
    const std::string target = simple_name();
    skip_space();
    std::string data(until("?>"));
    if (target != "xml") return leaf(NodeKind::processing_instruction, target, std::move(data));
    if (from > 5) broken("an XML declaration stands behind its place");
  }

  void character_data() {
    const std::size_t end = std::min(text_.find('<', at_), text_.size());
    std::string piece;
    while (at_ < end) append_character(piece, false);
    if (open_.size() > 1) return text_piece(std::move(piece));
    for (char c : piece)
      if (!is_space(c)) broken("text stands outside of the root element");
  }

  // One character, with entities, and line ends as one '\n'; in attributes white space is a space.
  void append_character(std::string& out, bool in_attribute) {
    const char c = text_[at_++];
    if (c == '&') return append_entity(out);
    if (c == '\r') {
      if (peek() == '\n') ++at_;
      out += in_attribute ? ' ' : '\n';
    } else {
      out += in_attribute && is_space(c) ? ' ' : c;
    }
  }

  void append_entity(std::string& out) {
    const std::string_view name = until(";");
    if (name == "lt")
      out += '<';
    else if (name == "gt")
      out += '>';
    else if (name == "amp")
      out += '&';
    else if (name == "quot")
      out += '"';
    else if (name == "apos")
      out += '\'';
    else if (name.size() > 1 && name[0] == '#')
      utf8_append(out, character_code(name.substr(1)));
    else
      broken("the entity '" + std::string(name) + "' is not declared");
  }

  char32_t character_code(std::string_view digits) const {
    const bool hexadecimal = digits[0] == 'x';
    if (hexadecimal) digits.remove_prefix(1);
    char32_t out = 0;
    for (char c : digits) {
      const char low = static_cast<char>(c | 32);
      if (is_digit(c))
        out = out * (hexadecimal ? 16 : 10) + static_cast<char32_t>(c - '0');
      else if (hexadecimal && low >= 'a' && low <= 'f')
        out = out * 16 + static_cast<char32_t>(low - 'a' + 10);
      else
        broken("a character reference is not a number");
      if (out > 0x10ffff) broken("a character reference is too large");
    }
    return out;
  }

  std::string simple_name() {
    const std::size_t from = at_;
    if (!starts_name(peek())) broken("a name is missing");
    while (continues_name(peek())) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }
  Name qualified_name() {
    Name out{{}, simple_name()};
    if (!take(":")) return out;
    out.prefix = std::move(out.local);
    out.local = simple_name();
    return out;
  }

  NodeId add(NodeKind kind, NodeId parent) {
    const auto id = static_cast<NodeId>(tree_.nodes_.size());
    tree_.nodes_.emplace_back();
    tree_.nodes_[id].kind = kind;
    tree_.nodes_[id].parent = parent;
    tree_.nodes_[id].end = id + 1;
    return id;
  }
  NodeId add_child(NodeKind kind) {
    const NodeId parent = open_.back();
    const NodeId id = add(kind, parent);
    XmlTree::Node& above = tree_.nodes_[parent];
    tree_.nodes_[id].previous = above.last_child;
    if (above.last_child == kNoNode)
      above.first_child = id;
    else
      tree_.nodes_[above.last_child].next = id;
    above.last_child = id;
    return id;
  }
  void leaf(NodeKind kind, const std::string& name, std::string text) {
    const NodeId id = add_child(kind);
    tree_.nodes_[id].name = name;
    tree_.nodes_[id].text = std::move(text);
  }
  // Neighbouring text and CDATA are one node (XPath 1.0 section 5.7).
  void text_piece(std::string piece) {
    if (open_.size() < 2) broken("text stands outside of the root element");
    if (piece.empty()) return;
    const NodeId last = tree_.nodes_[open_.back()].last_child;
    if (last != kNoNode && tree_.nodes_[last].kind == NodeKind::text)
      tree_.nodes_[last].text += piece;
    else
      leaf(NodeKind::text, {}, std::move(piece));
  }

  void open_element() {
    if (open_.size() > kLevels) broken("elements are nested more than 1,000 deep");
    if (open_.size() == 1 && seen_element_) broken("there is a second root element");
    seen_element_ = true;
    const Name name = qualified_name();
    const std::vector<Attribute> attributes = read_attributes();
    const NodeId id = add_child(NodeKind::element);
    const std::size_t outer = scope_.size();
    declare(attributes);
    set_name(id, name, uri_of(name.prefix, true));
    add_namespaces(id);
    add_attributes(id, attributes);
    if (take("/>")) {
      scope_.resize(outer);
      tree_.nodes_[id].end = static_cast<NodeId>(tree_.nodes_.size());
      return;
    }
    expect(">");
    open_.push_back(id);
    scopes_.push_back(outer);
  }

  std::vector<Attribute> read_attributes() {
    std::vector<Attribute> out;
    for (;;) {
      const bool apart = is_space(peek());
      skip_space();
      if (peek() == '>' || peek() == '/') return out;
      if (!apart) broken("a space is missing before an attribute");
      Attribute attribute{qualified_name(), {}};
      for (const Attribute& other : out)
        if (other.name.prefix == attribute.name.prefix && other.name.local == attribute.name.local)
          broken("an attribute stands twice");
      skip_space();
      expect("=");
      skip_space();
      attribute.value = quoted();
      out.push_back(std::move(attribute));
    }
  }

  std::string quoted() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') broken("a quotation mark is missing");
    ++at_;
    std::string out;
    while (peek() != quote) {
      if (at_ >= text_.size() || peek() == '<') broken("an attribute's value is never closed");
      append_character(out, true);
    }
    ++at_;
    return out;
  }

  static bool is_declaration(const Name& name) {
    return name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns");
  }
  void declare(const std::vector<Attribute>& attributes) {
    for (const Attribute& attribute : attributes)
      if (is_declaration(attribute.name))
        scope_.push_back(
            {attribute.name.prefix.empty() ? std::string() : attribute.name.local, attribute.value});
  }
  std::string uri_of(const std::string& prefix, bool of_element) const {
    if (prefix == "xml") return kXmlUri;
    if (prefix.empty() && !of_element) return {};
    for (std::size_t i = scope_.size(); i > 0; --i)
      if (scope_[i - 1].prefix == prefix) return scope_[i - 1].uri;
    if (!prefix.empty()) broken("the prefix '" + prefix + "' is not declared");
    return {};
  }
  void set_name(NodeId id, const Name& name, std::string uri) {
    tree_.nodes_[id].name = name.local;
    tree_.nodes_[id].prefix = name.prefix;
    tree_.nodes_[id].uri = std::move(uri);
  }

  // Links `id` behind `last`, or makes it the first.
  void chain(NodeId& first, NodeId& last, NodeId id) {
    if (last == kNoNode)
      first = id;
    else
      tree_.nodes_[last].next = id;
    last = id;
  }
  void add_namespaces(NodeId element) {
    NodeId first = kNoNode, last = kNoNode;
    for (std::size_t i = 0; i < scope_.size(); ++i)
      if (!scope_[i].uri.empty() && !hidden(i))
        add_namespace(element, scope_[i].prefix, scope_[i].uri, first, last);
    add_namespace(element, "xml", kXmlUri, first, last);
    tree_.nodes_[element].first_namespace = first;
  }
  bool hidden(std::size_t binding) const {
    for (std::size_t i = binding + 1; i < scope_.size(); ++i)
      if (scope_[i].prefix == scope_[binding].prefix) return true;
    return false;
  }
  void add_namespace(NodeId element, const std::string& prefix, const std::string& uri, NodeId& first,
                     NodeId& last) {
    const NodeId id = add(NodeKind::name_space, element);
    tree_.nodes_[id].name = prefix;
    tree_.nodes_[id].text = uri;
    chain(first, last, id);
  }
  void add_attributes(NodeId element, const std::vector<Attribute>& attributes) {
    NodeId first = kNoNode, last = kNoNode;
    for (const Attribute& attribute : attributes) {
      if (is_declaration(attribute.name)) continue;
      const NodeId id = add(NodeKind::attribute, element);
      set_name(id, attribute.name, uri_of(attribute.name.prefix, false));
      tree_.nodes_[id].text = attribute.value;
      chain(first, last, id);
    }
    tree_.nodes_[element].first_attribute = first;
  }

  void close_element() {
    const Name name = qualified_name();
    skip_space();
    expect(">");
    const NodeId id = open_.back();
    if (open_.size() == 1 || tree_.nodes_[id].name != name.local || tree_.nodes_[id].prefix != name.prefix)
      broken("'</" + name.local + ">' closes what is not open");
    tree_.nodes_[id].end = static_cast<NodeId>(tree_.nodes_.size());
    open_.pop_back();
    scope_.resize(scopes_.back());
    scopes_.pop_back();
  }

  std::string_view text_;
  XmlTree& tree_;
  std::size_t at_ = 0;
  bool seen_element_ = false;
  std::vector<NodeId> open_;             // from the document to the innermost open element
  std::vector<std::size_t> scopes_;      // size of `scope_` outside of each open element
  std::vector<XmlTree::Binding> scope_;  // declarations in force, innermost last
};

Result<std::unique_ptr<XmlTree>> XmlTree::read(std::string_view xml) {
  if (xml.size() > kXmlBytes) return Error{Code::limit, "The XML is larger than 16 MiB.", {}};
  const std::size_t bad = utf8_error(xml);
  if (bad != std::string_view::npos)
    return Error{Code::bad_text, "The XML is not UTF-8 text.", "byte " + std::to_string(bad + 1)};
  std::unique_ptr<XmlTree> tree(new XmlTree);
  try {
    XmlReader(xml, *tree).run();
  } catch (const Broken& reason) {
    const std::size_t place = utf8_length(xml.substr(0, reason.at)) + 1;
    return Error{Code::bad_text, "The XML cannot be read: " + reason.what + ".",
                 "character " + std::to_string(place)};
  }
  return tree;
}

void XmlTree::set_root(NodeId element) {
  root_ = element;
  const NodeId inside = root_ == 0 ? kNoNode : nodes_[root_].first_child;
  default_uri_.clear();
  for (NodeId node = inside; node != kNoNode && default_uri_.empty(); node = nodes_[node].next)
    if (nodes_[node].prefix.empty()) default_uri_ = nodes_[node].uri;
}

void XmlTree::bind_prefix(std::string prefix, std::string uri) {
  bindings_.push_back({std::move(prefix), std::move(uri)});
}

bool XmlTree::has_siblings(NodeId node) const {
  return node != root_ && nodes_[node].kind != NodeKind::attribute &&
         nodes_[node].kind != NodeKind::name_space;
}
NodeId XmlTree::parent(NodeId node) const { return node == root_ ? kNoNode : nodes_[node].parent; }
NodeId XmlTree::next_sibling(NodeId node) const { return has_siblings(node) ? nodes_[node].next : kNoNode; }
NodeId XmlTree::previous_sibling(NodeId node) const {
  return has_siblings(node) ? nodes_[node].previous : kNoNode;
}

std::string_view XmlTree::text(NodeId node, std::string& scratch) const {
  const Node& here = nodes_[node];
  if (here.kind != NodeKind::element && here.kind != NodeKind::document) return here.text;
  scratch.clear();
  for (NodeId inside = node + 1; inside < here.end; ++inside)
    if (nodes_[inside].kind == NodeKind::text) scratch += nodes_[inside].text;
  return scratch;
}

double XmlTree::number(NodeId node) const {
  std::string scratch;
  return expression::text_number(text(node, scratch));
}

bool XmlTree::blank(NodeId node) const {
  std::string scratch;
  return text(node, scratch).empty();
}

std::string_view XmlTree::namespace_for(std::string_view prefix) const {
  if (prefix.empty()) return default_uri_;
  if (prefix == "xml") return kXmlUri;
  for (const Binding& binding : bindings_)
    if (binding.prefix == prefix) return binding.uri;
  for (const Node& node : nodes_)
    if (node.kind == NodeKind::name_space && node.name == prefix) return node.text;
  return {};
}

std::string_view XmlTree::attribute(NodeId element, std::string_view name) const {
  for (NodeId at = nodes_[element].first_attribute; at != kNoNode; at = nodes_[at].next)
    if (nodes_[at].name == name) return nodes_[at].text;
  return {};
}

NodeId XmlTree::with_id(std::string_view id) const {
  for (NodeId node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].kind == NodeKind::element && attribute(node, "id") == id) return node;
  return kNoNode;
}

NodeId XmlTree::instance(std::string_view name) const {
  for (NodeId node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].kind == NodeKind::element && nodes_[node].name == "instance" &&
        attribute(node, "id") == name)
      return node;
  return kNoNode;
}

NodeId XmlTree::child_element(NodeId parent, std::string_view name) const {
  for (NodeId node = nodes_[parent].first_child; node != kNoNode; node = nodes_[node].next)
    if (nodes_[node].kind == NodeKind::element && nodes_[node].name == name) return node;
  return kNoNode;
}

// The first translation of a form is the one in use.
NodeId XmlTree::translation(std::string_view text_id) const {
  for (NodeId node = 0; node < nodes_.size(); ++node) {
    if (nodes_[node].kind != NodeKind::element || nodes_[node].name != "translation") continue;
    for (NodeId text = nodes_[node].first_child; text != kNoNode; text = nodes_[text].next)
      if (nodes_[text].name == "text" && attribute(text, "id") == text_id)
        return child_element(text, "value");
    return kNoNode;
  }
  return kNoNode;
}

namespace {

const char* step_name(NodeKind kind) {
  switch (kind) {
    case NodeKind::text:
      return "/text()[";
    case NodeKind::comment:
      return "/comment()[";
    case NodeKind::processing_instruction:
      return "/processing-instruction()[";
    default:
      return "/*[";
  }
}

}  // namespace

std::string XmlTree::location(NodeId node) const {
  if (node == 0) return "/";
  const Node& here = nodes_[node];
  const std::string above = here.parent == 0 ? std::string() : location(here.parent);
  const std::string name = here.prefix.empty() ? here.name : here.prefix + ":" + here.name;
  if (here.kind == NodeKind::attribute) return above + "/@" + name;
  if (here.kind == NodeKind::name_space) return above + "/namespace::" + name;
  int place = 1;
  for (NodeId other = here.previous; other != kNoNode; other = nodes_[other].previous)
    place += nodes_[other].kind == here.kind ? 1 : 0;
  return above + step_name(here.kind) + std::to_string(place) + "]";
}

}  // namespace takestock::cli
