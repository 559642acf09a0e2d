// Emscripten's minimal runtime keeps the module's functions and memory to itself; this hands the page what it calls. The memory is asked
// for each time, because it is another buffer once it has grown.
Object.defineProperties(Module, {
  _ts_alloc: { get: () => _ts_alloc },
  _ts_free: { get: () => _ts_free },
  _ts_call: { get: () => _ts_call },
  HEAPU8: { get: () => HEAPU8 },
  HEAPU32: { get: () => HEAPU32 },
});
