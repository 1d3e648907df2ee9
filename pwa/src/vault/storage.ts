/** Whether the platform promised not to clear this origin by itself, and what room is left. */
export interface StorageState {
  /** Null where the platform does not say. */
  persisted: boolean | null;
  usageBytes: number | null;
  freeBytes: number | null;
}

/** Reads the state; with `ask` it asks for protection first (harmless when refused: the state is shown). */
export async function storageState(ask: boolean): Promise<StorageState> {
  const storage = (navigator as { storage?: Partial<StorageManager> }).storage;
  const granted = ask ? await storage?.persist?.() : undefined;
  const persisted = granted ?? (await storage?.persisted?.()) ?? null;
  const { quota, usage } = (await storage?.estimate?.()) ?? {};
  const known = quota !== undefined && usage !== undefined;
  return { persisted, usageBytes: usage ?? null, freeBytes: known ? Math.max(0, quota - usage) : null };
}
