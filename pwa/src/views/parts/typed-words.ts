/**
 * Fields on the screen whose words may not be in their record yet. A tap on a button leaves the field before it; one
 * that stood half typed when the app ended, and came back so, is left by nobody. What ends or sends something leaves
 * them all first, or it would go without words that stand on the screen.
 */
type Keep = () => Promise<unknown>;

const fields = new Set<Keep>();

/** Until the function that is given is called. */
export const leftWithAll = (keep: Keep): (() => void) => {
  fields.add(keep);
  return () => { fields.delete(keep); };
};

export const leaveAll = async (): Promise<void> => { await Promise.all([...fields].map((keep) => keep())); };
