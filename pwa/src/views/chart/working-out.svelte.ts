import { loadExpressions, type ExpressionEngine } from '../../forms/expressions';

/** The engine for expressions, fetched when a score is the first to need it: most charts have all of theirs from the server. */
export class WorkingOut {
  engine = $state.raw<ExpressionEngine | null>(null);
  failed = $state(false);

  /** `needed` is asked again whenever what it reads changes. */
  constructor(needed: () => boolean) {
    $effect(() => {
      if (this.engine === null && needed()) this.#load();
    });
  }

  #load(): void {
    loadExpressions().then(
      (engine) => { this.engine = engine; },
      () => { this.failed = true; },
    );
  }
}
