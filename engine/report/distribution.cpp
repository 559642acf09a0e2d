#include <algorithm>
#include <cstddef>

#include "report/bar_chart.h"
#include "report/drawing.h"
#include "report/legend.h"
#include "report/titles.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::Shown;
using tabulation::shown_count;
using tabulation::shown_share;
using tabulation::TableResult;

namespace {

constexpr double kBeside = 560, kBarHeight = 30, kGap = 12, kWithheldWidth = 44, kApart = 4;
constexpr std::size_t kMostGroups = 60;

/// One whole: everybody, or a column of the table.
struct Whole {
  std::string label;
  Shown base;
  std::vector<Shown> shares;

  bool any_hidden() const {
    return std::any_of(shares.begin(), shares.end(), [](const Shown& share) { return share.hidden; });
  }
};

std::vector<Whole> wholes_of(const TableResult& table) {
  std::vector<Whole> out{{"All", table.base, table.row_total_shares}};
  for (std::size_t column = 0; divided(table) && column < table.columns.size(); ++column) {
    Whole whole{table.columns[column].label, table.bases[column], {}};
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      whole.shares.push_back(table.column_shares[row * table.columns.size() + column]);
    out.push_back(std::move(whole));
  }
  return out;
}

class Stacks {
 public:
  Stacks(const TableResult& table, std::vector<Whole> wholes, const Canvas& canvas)
      : table_(table),
        wholes_(std::move(wholes)),
        drawing_(canvas, title_of(table)),
        beside_(drawing_.width() >= kBeside) {
    const bool hidden =
        std::any_of(wholes_.begin(), wholes_.end(), [](const Whole& whole) { return whole.any_hidden(); });
    label_width_ = beside_ ? drawing_.width() * 0.3 : drawing_.width();
    left_ = beside_ ? label_width_ + kGap : 1;
    length_ = drawing_.width() - 1 - left_ - (hidden ? kWithheldWidth + kApart : 0);
  }

  std::string draw() {
    std::vector<std::string> labels;
    for (const tabulation::Heading& row : table_.rows) labels.push_back(row.label);
    y_ = legend(drawing_, 0, labels, [&](std::size_t i, const Box& box) {
      drawing_.filled(box, i, {kInk, 1});
    });
    y_ += kGap;
    for (const Whole& whole : wholes_) {
      drawing_.describe(sentence(whole));
      y_ = row(whole) + kGap;
    }
    return drawing_.finish(y_);
  }

 private:
  std::string sentence(const Whole& whole) const {
    std::string out = whole.label + ", " + shown_count(whole.base) + " answered";
    for (std::size_t i = 0; i < whole.shares.size(); ++i)
      out += (i ? ", " : ": ") + table_.rows[i].label + " " + shown_share(whole.shares[i]);
    return out + ".";
  }

  double row(const Whole& whole) {
    const std::string note = shown_count(whole.base) + " answered";
    double bottom = drawing_.label(y_, whole.label, note, label_width_);
    if (!beside_) {
      stack(whole, bottom + 4);
      return bottom + 4 + kBarHeight;
    }
    bottom = std::max(bottom, y_ + kBarHeight);
    stack(whole, y_ + (bottom - y_ - kBarHeight) / 2);
    return bottom;
  }

  /// What is shown, side by side; then one place of one size for all that is withheld.
  void stack(const Whole& whole, double top) {
    double x = left_;
    for (std::size_t i = 0; i < whole.shares.size(); ++i) {
      const double length = whole.shares[i].value.value_or(0) * length_;
      if (length > 0) part({x, top, length, kBarHeight}, i, shown_share(whole.shares[i]));
      x += length;
    }
    if (whole.any_hidden())
      drawing_.withheld({x + (x > left_ ? kApart : 0), top, kWithheldWidth, kBarHeight});
    else if (x <= left_)
      drawing_.text({left_, top + 20}, tabulation::kUndefinedMark);
  }

  void part(const Box& box, std::size_t fill, const std::string& value) {
    drawing_.filled(box, fill, {kInk, 1});
    if (box.width >= text_width(value, 14) + 8)
      drawing_.chip({box.x + box.width / 2, box.y + box.height / 2}, value, {14});
  }

  const TableResult& table_;
  std::vector<Whole> wholes_;
  Drawing drawing_;
  bool beside_;
  double label_width_ = 0, left_ = 0, length_ = 0, y_ = 0;
};

std::string row_bars(const TableResult& table, const Canvas& canvas) {
  std::vector<Bar> bars;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    Bar bar;
    bar.label = table.rows[row].label;
    bar.value = table.row_total_shares[row];
    bar.value_text = shown_share(bar.value);
    bar.note = shown_count(table.row_totals[row]) + " of " + shown_count(table.base);
    bar.sentence = bar.label + ": " + bar.value_text + ", " + bar.note + ".";
    bars.push_back(std::move(bar));
  }
  const std::string title = capitalised(table.row_question.label) + (divided(table) ? " (all)" : "");
  return bar_chart(canvas, title, bars, scale_of(tabulation::MeasureType::share, {}));
}

}  // namespace

std::string distribution(const TableResult& table, const Canvas& canvas) {
  if (table.several || table.rows.size() > kFills) return row_bars(table, canvas);
  std::vector<Whole> wholes = wholes_of(table);
  if (table.rows.empty() || wholes.size() > kMostGroups) return "";
  return Stacks(table, std::move(wholes), canvas).draw();
}

}  // namespace takestock::report
