// What this application keeps on the device, as files: to hand them to someone who can repair them, or to delete them all.
import type { SavedFile } from "./protocol.ts";

const readKept = async (): Promise<SavedFile[]> => {
  const files: SavedFile[] = [];
  const root = await navigator.storage.getDirectory();
  for await (const [name, handle] of root.entries()) {
    if (handle.kind === "file") files.push({ name, bytes: new Uint8Array(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer()) });
  }
  return files;
};
const deleteKept = async (): Promise<void> => {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
};
export { readKept, deleteKept };
