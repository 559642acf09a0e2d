// As exports.js, of what fieldwork's module has beside.
Object.defineProperties(Module, { _ts_attach: { get: () => _ts_attach } });
