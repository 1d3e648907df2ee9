/** A part of the app's own code could not be read: a network that broke half way, or a browser that gave up what it kept. */
export class FileUnread extends Error {
  override name = 'FileUnread';

  constructor(cause: unknown) {
    super("a part of the app's own code could not be read", { cause });
  }
}

/** Waits for parts of the app that are read when they are first needed. Rejects with FileUnread. */
export async function readOwn(parts: Promise<unknown>): Promise<void> {
  try {
    await parts;
  } catch (cause) {
    throw new FileUnread(cause);
  }
}
