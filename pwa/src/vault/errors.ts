import type { VaultProblemCode, VaultProblemDetail } from './types';

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
