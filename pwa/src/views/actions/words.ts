/** What the screens of an action say alike: in a visit, in the plan and where it stands alone. */
export const MOVE_WORDS: Readonly<Record<string, string>> = { start: 'Begin', complete: 'Mark as done', stop: 'Stop', reopen: 'Open again' };

export const DUE = [
  { label: 'Today', days: 0 },
  { label: '+1 week', days: 7 },
  { label: '+2 weeks', days: 14 },
  { label: '+30 days', days: 30 },
];
