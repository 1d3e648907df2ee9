import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';

const PLACEHOLDER = '__SHELL_MANIFEST__';

/**
 * Writes the app shell's manifest into the built service worker: every file of the build with the
 * SHA-256 of its bytes. The worker refuses to install a file whose bytes differ, so that two
 * releases can never be mixed in one cache.
 */
export function shellManifest(publicDir: string): Plugin {
  return {
    name: 'doorstep-shell-manifest',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files: [string, string][] = [];
        for (const output of Object.values(bundle)) {
          if (output.fileName === 'sw.js' || output.fileName.endsWith('.map')) continue;
          files.push(['/' + output.fileName, sha256(output.type === 'chunk' ? output.code : output.source)]);
        }
        for (const path of filesBelow(publicDir)) {
          files.push(['/' + relative(publicDir, path).replaceAll('\\', '/'), sha256(readFileSync(path))]);
        }
        files.sort(([a], [b]) => (a < b ? -1 : 1));
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') this.error('the build has no sw.js to carry the manifest');
        if (!worker.code.includes(PLACEHOLDER)) this.error(`sw.js has no ${PLACEHOLDER}`);
        // The worker reads the manifest from a string, so quotes inside have to be escaped once more.
        worker.code = worker.code.replace(PLACEHOLDER, JSON.stringify(JSON.stringify(files)).slice(1, -1));
      },
    },
  };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
