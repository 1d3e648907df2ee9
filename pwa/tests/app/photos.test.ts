/** A photo from the camera to the server, as the store sees it: durable first, named by the visit, sent last. */
import { describe, expect, it } from 'vitest';
import { signVisit } from '../../src/app/signing';
import { NotSaved, type RecordId } from '../../src/app/contract';
import { answer, attend, FakeServer } from './server';
import { documentOf, head, openTablet, PATIENT, reopen, VISIT, type Tablet } from './tablet';

const photo = Uint8Array.from({ length: 700 }, (_, at) => at % 251);
const RECORD = '0190a000-0000-7000-8000-0000000000f0' as RecordId;

const take = (tablet: Tablet, bytes = photo): Promise<void> =>
  tablet.session
    .openForm(VISIT)
    .keepPhoto({ record: RECORD, patient: PATIENT, bytes: bytes.slice().buffer, type: 'image/jpeg', fields: { caption: 'Left heel' } });

const visit = () => documentOf('visit', VISIT, { state: 'open' });
const sha = async (tablet: Tablet): Promise<string> => (await tablet.vault.sha256([photo]))[0] ?? '';

describe('a photo that was taken', () => {
  it('is kept with the record that names it, and is there after a kill', async () => {
    const tablet = await openTablet([visit()]);
    await take(tablet);
    const [change] = tablet.changes();
    const again = await reopen(tablet);
    expect(change).toMatchObject({ kind: 'attachment', visit: VISIT });
    expect(again.session.photos.kept.map(({ sha256, size }) => [sha256, size])).toEqual([[await sha(tablet), 700]]);
    expect(again.session.visitTrust(VISIT).photos).toEqual({ sent: 0, of: 1 });
    expect(again.session.trust).toEqual({ kind: 'saved', waiting: 2 });
  });

  it('that finds no room leaves nothing, and no claim of the pill: its screen says so', async () => {
    const tablet = await openTablet([visit()]);
    tablet.vault.failWith = 'full';
    await expect(take(tablet)).rejects.toThrow(NotSaved);
    expect(tablet.session.photos.kept).toEqual([]);
    expect(tablet.changes()).toEqual([]);
    expect(tablet.session.trust.kind).not.toBe('not-saved');
  });

  it('takes the place of copies that the server has', async () => {
    const tablet = await openTablet([visit()]);
    tablet.session.makeRoom = () => Promise.resolve(true);
    tablet.vault.failWith = 'full';
    await take(tablet);
    expect(tablet.session.photos.kept).toHaveLength(1);
  });

  it('is named by the manifest', async () => {
    const tablet = await openTablet([visit()]);
    await take(tablet);
    let manifest = '';
    const prove = (text: string): Promise<never> => {
      manifest = text;
      return Promise.reject(new Error('far enough'));
    };
    await expect(signVisit({ session: tablet.session, vault: tablet.vault, prove }, VISIT, null)).rejects.toThrow('far enough');
    expect((JSON.parse(manifest) as { attachments: string[] }).attachments).toEqual([await sha(tablet)]);
  });
});

describe('a photo that is taken back before signing', () => {
  it('is gone with its bytes at once where no server has its record, and nothing counts it', async () => {
    const tablet = await openTablet([visit()]);
    await take(tablet);
    await tablet.session.openForm(VISIT).removePhoto(RECORD);
    expect(tablet.session.records.of(PATIENT, 'attachment')).toEqual([]);
    expect(await tablet.vault.blobs()).toEqual([]);
    expect(tablet.session.visitTrust(VISIT).photos).toEqual({ sent: 0, of: 0 });
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 2 });
    const again = await reopen(tablet);
    expect(again.session.photos.kept).toEqual([]);
  });

  it('keeps its bytes until the server has the removal, because somebody may have changed its words meanwhile', async () => {
    const tablet = await openTablet([visit(), documentOf('attachment', RECORD, { visit: VISIT, sha256: '', caption: 'Left heel' })]);
    await take(tablet);
    const known = documentOf('attachment', RECORD, { visit: VISIT, sha256: await sha(tablet), caption: 'Left heel' });
    tablet.session.records.put([known]);
    await tablet.session.openForm(VISIT).removePhoto(RECORD);
    expect(await tablet.vault.blobs()).toHaveLength(1);
    expect(tablet.session.visitTrust(VISIT).photos).toEqual({ sent: 0, of: 0 });
    tablet.session.records.put([{ ...known, version: 11, fields: { ...known.fields, alive: { heads: [head(false)], past: [] } } }]);
    await tablet.session.dropTakenBack();
    expect(await tablet.vault.blobs()).toEqual([]);
  });

  it('that shows the same as another one leaves the bytes of that one', async () => {
    const tablet = await openTablet([visit()]);
    await take(tablet);
    const twin = '0190a000-0000-7000-8000-0000000000f1' as RecordId;
    const form = tablet.session.openForm(VISIT);
    await form.keepPhoto({ record: twin, patient: PATIENT, bytes: photo.slice().buffer, type: 'image/jpeg', fields: { caption: 'Again' } });
    await form.removePhoto(RECORD);
    expect(await tablet.vault.blobs()).toHaveLength(1);
  });
});

describe('a photo on its way', () => {
  it('leaves after everything else, and its visit is safe only then', async () => {
    const tablet = await openTablet([visit()]);
    await take(tablet);
    const server = new FakeServer((request) => answer(request, { granted: [PATIENT] }));
    const seen: (string | null)[] = [];
    server.reads['/api/attachments'] = () => {
      seen.push(tablet.session.visitTrust(VISIT).safeAt);
      return { offset: 0, complete: false };
    };
    server.reads[`/api/attachments/${PATIENT}/${await sha(tablet)}/0`] = () => ({ offset: 700, complete: true });
    const { sync } = attend(tablet, server);
    await sync.start();
    await sync.syncNow();
    const order = server.paths.filter((path) => path.startsWith('/api/sync') || path.startsWith('/api/attachments'));
    expect(order[0]).toBe('/api/sync');
    expect(order.filter((path) => path.startsWith('/api/attachments'))).toHaveLength(2);
    expect(order.at(-1)).toBe('/api/sync');
    expect(seen).toEqual([null]);
    expect(tablet.session.visitTrust(VISIT)).toMatchObject({ waiting: 0, photos: { sent: 1, of: 1 } });
    expect(tablet.session.visitTrust(VISIT).safeAt).not.toBeNull();
    sync.stop();
  });
});
