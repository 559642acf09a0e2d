export interface Download { name: string; type: string; bytes: Uint8Array<ArrayBuffer> | string }

/// Hands a file to the browser. Works without a network and in every browser, unlike the file pickers.
export function download({ name, type, bytes }: Download): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
