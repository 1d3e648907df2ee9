/** Messages between the window and the vault's worker. */
import type { LoadChunk, Vault, VaultProblemCode, VaultProblemDetail } from './types';

/** What may be asked for; the worker answers nothing else. */
export const METHODS = [
  'list', 'create', 'activate', 'discardPending', 'unlock', 'confirmPassphrase', 'renewPassphrase', 'checkPassphrase', 'info',
  'describe', 'wipe', 'load', 'commit', 'stagePage', 'applyRound', 'takeReceipts', 'pruneSent', 'blobs', 'readBlob', 'blobSent', 'dropBlobs', 'sha256', 'signPossession', 'signProof',
  'signManifest', 'manifestChallenge', 'rescue',
] as const satisfies (keyof Vault)[];

export type Method = (typeof METHODS)[number];

export interface Request {
  id: number;
  method: Method;
  args: unknown[];
}

/** Documents cross as JSON text, which costs less than cloning them. */
export type WireChunk = Exclude<LoadChunk, { part: 'base' }> | { part: 'base'; json: string };

export type Answer =
  | { id: number; kind: 'chunk'; chunk: WireChunk }
  | { id: number; kind: 'done'; value: unknown }
  | { id: number; kind: 'failed'; code: VaultProblemCode; message: string; detail: VaultProblemDetail };

/** The half of a worker or message port that both sides need. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}
