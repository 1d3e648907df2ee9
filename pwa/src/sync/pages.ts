/** What the pages of a round come to. */
import type { StagedPage } from '../vault/types';
import type { ServerDocument } from './document';
import { NotDoorstep } from './shape';
import { readPage, type Page } from './wire';

/** What becomes visible: nothing of a chart that was left midway, or whose grant had ended with the last answer. */
export function arrived(staged: StagedPage[], granted: string[]): { documents: ServerDocument[]; replaced: string[] } {
  const pages = staged.map(({ page }) => readPage(page));
  const { replaced, cutOff } = snapshots(pages);
  const entitled = new Set([...granted, 'library']);
  return {
    documents: newest(pages).filter(({ patient }) => entitled.has(patient) && !cutOff.has(patient)),
    replaced: replaced.filter((patient) => entitled.has(patient)),
  };
}

/** False for a page that an older app kept in another form: its round begins anew. */
export function isReadable({ page }: StagedPage): boolean {
  try {
    readPage(page);
    return true;
  } catch (error) {
    if (error instanceof NotDoorstep) return false;
    throw error;
  }
}

/** Whose charts came to their end, and whose were left midway: their grant ended, and half a chart is none. */
function snapshots(pages: Page[]): { replaced: string[]; cutOff: Set<string> } {
  const portions = pages.flatMap(({ patients }) => patients);
  const replaced = new Set(portions.flatMap(({ id, ends }) => (ends ? [id] : [])));
  return { replaced: [...replaced], cutOff: new Set(portions.map(({ id }) => id).filter((id) => !replaced.has(id))) };
}

/** A record that changed while the pages were read stands in several; the last one counts. */
function newest(pages: Page[]): ServerDocument[] {
  const found = new Map<string, ServerDocument>();
  for (const { records } of pages) for (const document of records) found.set(document.id, document);
  return [...found.values()];
}
