import type { AppStore } from '../../app/contract';
import { agencyTime } from '../parts/agency-time';
import { personInside, personName } from '../parts/persons';
import { valueWords } from '../parts/value-words';

/** How the office's screens say who, when and what: the agency's clock, people by name, values in words. */
export interface Speaker {
  name: (person: string) => string;
  /** A person within a sentence: "by you". */
  inside: (person: string) => string;
  when: (iso: string) => string;
  time: (iso: string) => string;
  words: (kind: string, field: string, value: unknown) => string;
}

export const speakerOf = (store: AppStore): Speaker => {
  const time = agencyTime(store.agency.timezone);
  const name = (person: string): string => personName(store, person);
  return {
    name,
    inside: (person) => personInside(store, person),
    when: (iso) => time.when(iso),
    time: (iso) => time.time(iso),
    words: (kind, field, value) => valueWords(kind, field, value, { moment: (iso) => time.when(iso), reference: name }),
  };
};
