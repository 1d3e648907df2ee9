const HOUR_MS = 3_600_000;
const HOURS_OF_A_DAY = 24;

/** "Due in 5 h", "Due in 3 days", "Late by 2 h". */
export const dueWords = (due: string, now: Date): string => {
  const left = Date.parse(due) - now.getTime();
  const hours = Math.floor(Math.abs(left) / HOUR_MS);
  const span = hours < 1 ? 'less than an hour' : hours < 2 * HOURS_OF_A_DAY ? `${hours} h` : `${Math.floor(hours / HOURS_OF_A_DAY)} days`;
  return left < 0 ? `Late by ${span}` : `Due in ${span}`;
};
