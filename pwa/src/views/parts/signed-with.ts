/** How a signature came about, after "NAME, WHEN,". */
export const SIGNED_WITH: Readonly<Record<string, string>> = { passkey: 'with a passkey', passphrase: 'with the five words' };
