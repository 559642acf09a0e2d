// Sorting for the module: std::sort is 5 KB of wasm for each kind of element, this is a tenth of it and about
// half as fast.
#pragma once

#include <algorithm>
#include <functional>

namespace takestock {

/// Sorts in place, O(n log n) at worst. Equal elements may change places.
template <typename Iterator, typename Before = std::less<>>
void heap_sort(Iterator first, Iterator last, Before before = {}) {
  std::make_heap(first, last, before);
  std::sort_heap(first, last, before);
}

}  // namespace takestock
