/** How a file leaves the page: as a download, or, a rescue file, through the tablet's own ways of sending. */
import type { RescueFile } from '../../app/contract';

/** The browser reads the file after the click, at its own pace. */
const KEPT_FOR_MS = 120_000;

export function handOver({ file, name }: Pick<RescueFile, 'file' | 'name'>): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, KEPT_FOR_MS);
}

const asFile = ({ file, name }: RescueFile): File => new File([file], name, { type: file.type });

/** A tablet without any room can't keep a download, but may send it to another. */
export const shareable = (made: RescueFile): boolean => typeof navigator.canShare === 'function' && navigator.canShare({ files: [asFile(made)] });

export async function shareIt(made: RescueFile): Promise<void> {
  try {
    await navigator.share({ files: [asFile(made)] });
  } catch (error) {
    // The person closed the sheet.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const countWords = ({ changes, photos }: Pick<RescueFile, 'changes' | 'photos'>): string =>
  photos === 0 ? counted(changes, 'change') : `${counted(changes, 'change')} and ${counted(photos, 'photo')}`;
