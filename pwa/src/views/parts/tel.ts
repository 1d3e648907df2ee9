/** "tel:" with nothing but digits and a leading plus. */
export const telHref = (number: string): string => `tel:${number.replaceAll(/[^+\d]/gu, '')}`;
