// Three files in memory with the interface of the browser's own (see opfs_vfs.h), for programs that run under node.
Module['takestockMemoryFiles'] = () => {
  const file = () => {
    let bytes = new Uint8Array(0);
    const sized = (size) => {
      const next = new Uint8Array(size);
      next.set(bytes.subarray(0, size));
      bytes = next;
    };
    return {
      read(out, { at }) {
        const part = bytes.subarray(at, at + out.length);
        out.set(part);
        return part.length;
      },
      write(from, { at }) {
        if (at + from.length > bytes.length) sized(at + from.length);
        bytes.set(from, at);
        return from.length;
      },
      getSize: () => bytes.length,
      truncate: sized,
      flush() {},
      close() {},
    };
  };
  return [file(), file(), file()];
};
