/** Path of a shell file (from `/`) and the SHA-256 of its bytes in hex. */
export type ShellFile = readonly [path: string, sha256: string];

/** The manifest that the build wrote into the worker. */
export function readManifest(text: string): ShellFile[] {
  return JSON.parse(text) as ShellFile[];
}

/**
 * A short name of the release, the same for the same bytes: FNV-1a over all paths and hashes.
 * It only names a cache; the SHA-256 of each file is what protects it.
 */
export function releaseOf(manifest: readonly ShellFile[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const file of manifest) {
    for (const char of file.join('\n')) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(char.charCodeAt(0))) * 0x100000001b3n);
    }
  }
  return hash.toString(16).padStart(16, '0');
}
