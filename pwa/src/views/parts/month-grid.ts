/** Weeks of a month, Sunday first; days of the neighbouring months are null. */
export const weeksOf = (year: number, month: number): (string | null)[][] => {
  const first = new Date(year, month - 1, 1, 12).getDay();
  const days = new Date(year, month, 0, 12).getDate();
  const cells = Array.from({ length: Math.ceil((first + days) / 7) * 7 }, (_, cell) => {
    const day = cell - first + 1;
    if (day < 1 || day > days) return null;
    return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  });
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
};

/** The month before or after. */
export const monthFrom = (year: number, month: number, by: number): { year: number; month: number } => {
  const moved = new Date(year, month - 1 + by, 1, 12);
  return { year: moved.getFullYear(), month: moved.getMonth() + 1 };
};

/**
 * What three boxes say: a day, a partial date where `about` allows one, nothing (all empty), or
 * `wrong` while they name no day.
 */
export const readBoxes = (
  boxes: { month: string; day: string; year: string },
  about: boolean,
): { date: string | null; wrong: boolean } => {
  const year = boxes.year.trim();
  const month = boxes.month.trim();
  const day = boxes.day.trim();
  if (year === '' && month === '' && day === '') return { date: null, wrong: false };
  if (!/^\d{4}$/u.test(year)) return { date: null, wrong: true };
  const monthNumber = Number(month);
  const monthRight = /^\d{1,2}$/u.test(month) && monthNumber >= 1 && monthNumber <= 12;
  if (about && day === '') {
    if (month === '') return { date: year, wrong: false };
    return monthRight ? { date: `${year}-${month.padStart(2, '0')}`, wrong: false } : { date: null, wrong: true };
  }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const days = new Date(Number(year), monthNumber, 0, 12).getDate();
  const right = monthRight && /^\d{1,2}$/u.test(day) && Number(day) >= 1 && Number(day) <= days;
  return right ? { date, wrong: false } : { date: null, wrong: true };
};
