/**
 * What the numbered footnotes of the published nursing home files mean, in our words, after the table of footnotes of
 * CMS's data dictionary as two others restate it alike; the dictionary itself was not read. The files of other kinds of
 * places number theirs otherwise. Worded here, and not as a list is read: what was imported before is explained too.
 */
const NURSING_HOME: Readonly<Record<string, string>> = {
  1: 'newly certified or open for a short time, so there is no data yet',
  2: 'too little data for a star rating',
  6: 'the staffing data that it sent does not meet the rules',
  7: 'held back by CMS, because it was not right or lacked a quarter',
  9: 'too few residents or stays to report',
  10: 'missing, or not sent in',
  13: 'over a shorter time than is asked for',
  14: 'it does not have to report this',
  18: 'not rated: a history of serious quality problems',
  20: 'CMS could not check that the data is right',
  21: 'CMS could not check that the data is right',
  22: 'on the map it stands where its ZIP code is',
  23: 'it sent no staffing data',
  24: 'many days without a registered nurse there',
  25: 'CMS could not check that the staffing data is right',
  26: 'it sent no valid data on staff who left',
  27: 'its data on staff who left does not meet the rules',
};

const NUMBERED = /^Footnote ([\d, ]+) of the published file$/u;

/** "Footnote 9 of the published file: too few residents or stays to report"; other words stand as they are. */
export const noteWords = (type: string, note: string): string => {
  const numbers = type === 'nursing-home' ? (NUMBERED.exec(note)?.[1] ?? '').split(/[, ]+/u).filter(Boolean) : [];
  const meant = [...new Set(numbers.flatMap((number) => NURSING_HOME[number] ?? []))];
  return meant.length === 0 ? note : `${note}: ${meant.join('; ')}`;
};
