/** This tablet's clock, in UTC, as changes carry it. */
export const nowIso = (): string => new Date().toISOString();
