/** The short words of each code status. */
export const CODE_STATUS_NAMES: Readonly<Record<string, string>> = {
  full: 'Full code',
  dnr: 'DNR',
  dni: 'DNI',
  'dnr-dni': 'DNR, DNI',
  unknown: 'not known',
};
