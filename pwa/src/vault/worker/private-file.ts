/** Files of the worker's own beside the database, which take and give back room at once. */
import { nameOfError } from '../errors';

/** Of the worker's library; the window's knows no such handles. */
export interface PrivateFile {
  read(bytes: Uint8Array, place: { at: number }): number;
  write(bytes: Uint8Array, place: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}

/**
 * Null where the platform has no private files, or none here (private windows of some).
 * Rejects with NoModificationAllowedError where another tab holds it.
 */
export async function privateFile(name: string): Promise<PrivateFile | null> {
  const folder = await folderOfFiles();
  if (folder === null) return null;
  const file = (await folder.getFileHandle(name, { create: true })) as unknown as { createSyncAccessHandle(): Promise<PrivateFile> };
  return file.createSyncAccessHandle();
}

export async function removePrivateFile(name: string): Promise<void> {
  try {
    await (await folderOfFiles())?.removeEntry(name);
  } catch (error) {
    if (nameOfError(error) !== 'NotFoundError') throw error;
  }
}

async function folderOfFiles(): Promise<FileSystemDirectoryHandle | null> {
  const { navigator } = globalThis as { navigator?: { storage?: Partial<StorageManager> } };
  try {
    return (await navigator?.storage?.getDirectory?.()) ?? null;
  } catch (error) {
    if (nameOfError(error) !== 'SecurityError') throw error;
    return null;
  }
}
