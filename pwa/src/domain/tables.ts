/** Tables as the directory's parts carry them: the names of the columns once, then a list for each row. */
import { isObject, listOf, textOf } from './reading';

export interface Row {
  value(column: string): unknown;
  text(column: string): string;
  number(column: string): number | null;
}

/** The rows of a table; a column that a row or the whole table lacks reads as nothing. */
export function readTable(table: unknown): Row[] {
  if (!isObject(table)) return [];
  const places = new Map(listOf(table.columns).map((name, place) => [textOf(name), place]));
  return listOf(table.rows).map((cells) => {
    const row = listOf(cells);
    const value = (column: string): unknown => {
      const place = places.get(column);
      return place === undefined ? undefined : row[place];
    };
    return {
      value,
      text: (column) => textOf(value(column)),
      number: (column) => {
        const found = value(column);
        return typeof found === 'number' ? found : null;
      },
    };
  });
}
