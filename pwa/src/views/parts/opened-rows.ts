/**
 * How far each long list was opened, for as long as the store is open: Back finds the row that it left. A lock loads
 * the page anew and forgets it.
 */
export const ROWS_AT_ONCE = 20;
const opened = new Map<string, number>();

export const openedRows = (list: string, first: number): number => opened.get(list) ?? first;

export const openRows = (list: string, count: number): void => { opened.set(list, count); };
