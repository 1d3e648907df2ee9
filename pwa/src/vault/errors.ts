import type { VaultProblemCode, VaultProblemDetail } from './types';

export function nameOfError(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : '';
}

/** The one error of the vault, on both sides of the worker. Its message never holds stored data. */
export class VaultProblem extends Error {
  constructor(
    readonly code: VaultProblemCode,
    message: string,
    readonly detail: VaultProblemDetail = {},
  ) {
    super(message);
    this.name = 'VaultProblem';
  }
}
