/** Why a change is held, in plain words. Codes are the wire's; an unknown one shows the server's own text. */
const WHY: Readonly<Record<string, string>> = {
  unreadable: 'It could not be read.',
  'unknown-kind': 'It is of a kind that this server does not know.',
  'unknown-schema': 'It was written by a version of the app that this server does not know.',
  invalid: 'A value in it is not of the right form.',
  'no-right': "Its author had no access to this patient when it arrived.",
  'id-reused': 'Its number was already used for something else.',
  depends: 'It is built on another change that is held.',
  'unsupported-op': 'It asks for something that this server cannot do yet.',
  'bad-signature': 'Its signature does not fit.',
  revoked: "The tablet's access had ended before it arrived.",
};

export const heldWords = (code: string, text: string): string => `Held: ${WHY[code] ?? text}`;
