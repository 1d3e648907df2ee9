/** The list of this tablet's vaults and the names of their databases. */
import { deleteDB } from 'idb';
import { Database, type Shape } from './database';
import { VAULT_STORES, type DirectoryRow, type DirectorySchema, type VaultSchema } from './schema';

const DIRECTORY: Shape<DirectorySchema> = { name: 'doorstep-directory', version: 1, stores: ['vaults'] };

export function vaultShape(vault: string): Shape<VaultSchema> {
  return { name: `doorstep-vault-${vault}`, version: 2, stores: VAULT_STORES };
}

/** Removes the database of an enrolment never completed, or of access that ended. Nothing else may call it. */
export async function deleteVaultDatabase(vault: string): Promise<void> {
  await deleteDB(vaultShape(vault).name);
}

export class Directory {
  private constructor(private readonly database: Database<DirectorySchema>) {}

  static async open(): Promise<Directory> {
    return new Directory(await Database.make(DIRECTORY));
  }

  rows(): Promise<DirectoryRow[]> {
    return this.database.read(['vaults'], (tx) => tx.objectStore('vaults').getAll());
  }

  put(row: DirectoryRow): Promise<unknown> {
    return this.database.write(['vaults'], (tx) => tx.objectStore('vaults').put(row, row.id));
  }

  remove(id: string): Promise<void> {
    return this.database.write(['vaults'], (tx) => tx.objectStore('vaults').delete(id));
  }

  async change(id: string, change: Partial<Omit<DirectoryRow, 'id'>>): Promise<void> {
    await this.database.write(['vaults'], async (tx) => {
      const row = await tx.objectStore('vaults').get(id);
      if (row !== undefined) await tx.objectStore('vaults').put({ ...row, ...change }, id);
    });
  }
}
