/** A file of CSV from the server, to be handed over. */
import type { SessionKeeper } from '../sync/session';
import { NotDoorstep } from '../sync/shape';

export async function csvFile(keeper: Pick<SessionKeeper, 'ask'>, path: string): Promise<Blob> {
  const bytes = await keeper.ask({ method: 'GET', path, answer: 'bytes' });
  if (!(bytes instanceof ArrayBuffer)) throw new NotDoorstep('csv');
  return new Blob([bytes], { type: 'text/csv' });
}
