/**
 * A photo that is being taken back: out of sight and out of every count at the tap, and gone with its
 * bytes once its Undo is over. Which ones is kept on this tablet, so that a kill in between finishes it.
 */
import type { AppStore, RecordId } from '../../../app/contract';
import { listOf, textOf } from '../../../domain/reading';
import { inTurn } from '../in-turn';
import type { Writer } from '../writer.svelte';

const keyOf = (visit: RecordId): string => `visit/${visit}/photos-removed`;

export const removedPhotos = (store: AppStore, visit: RecordId): string[] => listOf(store.local(keyOf(visit))).map(textOf).filter(Boolean);

export const hidePhoto = (store: AppStore, visit: RecordId, photo: RecordId): Promise<boolean> =>
  store.keepTyped(keyOf(visit), [...removedPhotos(store, visit), photo]);

export const showPhotoAgain = (store: AppStore, visit: RecordId, photo: RecordId): Promise<boolean> =>
  store.keepTyped(keyOf(visit), removedPhotos(store, visit).filter((id) => id !== photo));

/** Ends what is hidden: each record is deleted, and its bytes go. What cannot be kept now is tried again. */
export const removeHidden = (store: AppStore, visit: RecordId, writer: Writer): Promise<boolean> =>
  inTurn(`${visit}|photos-removed`, async () => {
    for (const photo of removedPhotos(store, visit) as RecordId[]) {
      if (!(await writer.keep((form) => form.removePhoto(photo)))) return false;
      await showPhotoAgain(store, visit, photo);
    }
    return true;
  });
