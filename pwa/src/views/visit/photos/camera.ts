/** The tablet's own camera, drawn onto a canvas: nothing reaches a gallery, and no place comes with it. */
import { plainJpeg } from '../../../domain/plain-jpeg';

/** Enough to judge a wound by on a desktop; about half a megabyte. */
const LONGEST_SIDE = 1920;
const QUALITY = 0.85;

export class NoCamera extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError: 'The camera is not allowed here. Allow it for this page in the browser, then try again.',
  NotFoundError: 'This device has no camera.',
  NotReadableError: 'Another app is using the camera. Close it, then try again.',
};

/** Rejects with NoCamera, in words for the screen. */
export async function openCamera(): Promise<MediaStream> {
  const media = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!media) throw new NoCamera('This device has no camera.');
  try {
    const video = { facingMode: { ideal: 'environment' }, width: { ideal: LONGEST_SIDE }, height: { ideal: 1440 } };
    return await media.getUserMedia({ video, audio: false });
  } catch (error) {
    const name = error instanceof Error || error instanceof DOMException ? error.name : '';
    throw new NoCamera(WORDS[name] ?? 'The camera did not start. Try again.');
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** What the camera shows now, as a plain JPEG. */
export async function takePicture(video: HTMLVideoElement): Promise<ArrayBuffer> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', QUALITY);
  });
  if (!blob || canvas.width === 0) throw new NoCamera('The camera gave no picture. Try again.');
  return plainJpeg(new Uint8Array(await blob.arrayBuffer())).buffer;
}
