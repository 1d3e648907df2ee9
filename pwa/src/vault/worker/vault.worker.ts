import { serveVault } from './serve';
import { VaultRoom } from './vault-room';

serveVault(globalThis, new VaultRoom(() => Date.now()));
